// Lambda's runtime in small: loads a bundle as Lambda does and answers each message with what its handler gives.
import { createRequire } from 'node:module';

const { handler } = createRequire(import.meta.url)(process.argv[2]);

process.on('message', async ({ id, event, remainingMs, traceHeader }) => {
  if (traceHeader === undefined) delete process.env._X_AMZN_TRACE_ID;
  else process.env._X_AMZN_TRACE_ID = traceHeader;
  const end = Date.now() + remainingMs;
  const context = { awsRequestId: String(id), getRemainingTimeInMillis: () => end - Date.now() };
  try {
    process.send({ id, result: await handler(JSON.parse(event), context) });
  } catch (error) {
    const trace = String(error?.stack ?? '').split('\n');
    process.send({ id, error: { errorType: error?.name, errorMessage: error?.message ?? String(error), trace } });
  }
});
