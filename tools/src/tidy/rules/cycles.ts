import type { Finding, Rule } from '../finding.ts';
import type { Repository } from '../repository.ts';
import { localPackages, targetOf } from './module-graph.ts';

/** Files can be read in an order: each after what it needs. */
export const noCycles: Rule = {
  promise: 'no files import each other in a loop, types included',
  check: (repository) => {
    const graph = importGraph(repository);
    return loopsOf(graph).map((loop): Finding => {
      const [path = ''] = loop;
      return { path, line: 1, message: `is in a loop: ${[...loop, path].join(' → ')}` };
    });
  },
};

type Graph = ReadonlyMap<string, readonly string[]>;

function importGraph(repository: Repository): Graph {
  const packages = localPackages(repository);
  return new Map(
    repository.sources.map((source) => [
      source.path,
      source.imports.flatMap((site) => targetOf(source, site, packages) ?? []),
    ]),
  );
}

/** One shortest loop through each file that is in any and was not shown yet. */
function loopsOf(graph: Graph): readonly (readonly string[])[] {
  const shown = new Set<string>();
  const loops: (readonly string[])[] = [];
  for (const path of graph.keys()) {
    const loop = shown.has(path) ? undefined : shortestLoop(graph, path);
    if (loop === undefined) continue;
    loops.push(loop);
    for (const member of loop) shown.add(member);
  }
  return loops;
}

function shortestLoop(graph: Graph, start: string): readonly string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const path of queue) {
    for (const next of graph.get(path) ?? []) {
      if (next === start) return trail(cameFrom, path);
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, path);
      queue.push(next);
    }
  }
  return undefined;
}

function trail(cameFrom: ReadonlyMap<string, string>, end: string): readonly string[] {
  const path = [end];
  for (let at = cameFrom.get(end); at !== undefined; at = cameFrom.get(at)) path.unshift(at);
  return path;
}
