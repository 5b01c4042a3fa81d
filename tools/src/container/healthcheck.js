// Ends well when the instance of this container is ready.
const port = process.env.LAUREL_PORT ?? '4000';
const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
process.exitCode = answer?.ok ? 0 : 1;
