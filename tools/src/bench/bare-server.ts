import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { announce } from './announce.ts';

/*
 * The reference: Node's own server with nothing in it. A POST is read whole and answered with a few
 * bytes of JSON; a GET is answered with bytes that are in memory.
 *
 * usage: node bare-server.ts FILE, whose bytes a GET is answered with
 */
const [file] = process.argv.slice(2);
const page = file === undefined ? Buffer.alloc(0) : readFileSync(file);
const done = Buffer.from(
  '{"achievements":[{"id":"11","percentComplete":11,"progressState":"InProgress"}]}',
);

function headers(body: Buffer): Record<string, string | number> {
  return { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length };
}

const server = createServer((request, answer) => {
  if (request.method === 'GET') {
    answer.writeHead(200, headers(page));
    answer.end(page);
    return;
  }
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    Buffer.concat(chunks);
    answer.writeHead(200, headers(done));
    answer.end(done);
  });
});
// As long as Laurel keeps them: between two slices a connection rests.
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => announce(server.address()));
