import { spawn } from 'node:child_process';

/** How a command ended, and what it printed. */
export type CommandResult = { readonly isGood: boolean; readonly output: string };

/** Runs a Node program of the workspace to its end, without input; its two streams are joined. */
export function runNode(
  program: string,
  { args, root }: { args: readonly string[]; root: string },
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ isGood: code === 0, output: Buffer.concat(chunks).toString() });
    });
  });
}
