import { type BundlingOptions, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';

/** Ways to credentials on a laptop or a server: loaded when they are tried, and on Lambda, which has credentials in its environment, they never are. */
const FOREIGN_CREDENTIALS = [
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-login',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
  '@smithy/credential-provider-imds',
];

/** How each function is bundled: by esbuild, here, without Docker. CommonJS loads faster than ESM where everything is in one file. */
export const BUNDLING: BundlingOptions = {
  format: OutputFormat.CJS,
  target: 'node24',
  minify: true,
  // ASCII would write each letter of the language tables as six. (The `charset` option does not reach esbuild.)
  esbuildArgs: { '--charset': 'utf8' },
  sourceMap: true,
  // For whoever has a trace to read: NODE_OPTIONS=--enable-source-maps on the function. On by default it would cost every cold start 8 ms. The map tells
  // files and lines; the sources themselves would treble what is uploaded.
  sourcesContent: false,
  mainFields: ['module', 'main'],
  // With the AWS SDK: Lambda's own copy changes under a function's feet; what was tested is what runs, and only the used part of it is loaded.
  externalModules: FOREIGN_CREDENTIALS,
};
