import { readOrder, startForWorkflow } from './start.ts';

await startForWorkflow(readOrder(process.env), (line) => process.stdout.write(`${line}\n`));
