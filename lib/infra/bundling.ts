import { createRequire } from 'node:module';
import { type BundlingOptions, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import packageJson from '../../package.json' with { type: 'json' };

/**
 * What functions load only when they need it, from a file of its own beside `index.js`: by the name that package.json's `imports` has for it. In one file V8 would read it
 * at every cold start.
 */
export type LoadedLater = keyof typeof packageJson.imports;

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
export const BUNDLING = {
  format: OutputFormat.CJS,
  target: 'node24',
  minify: true,
  // ASCII would write each letter of the language tables as six. (The `charset` option does not reach esbuild.)
  // With `require` in the place of `import()`, a file beside is loaded without Node's loader of ESM.
  esbuildArgs: { '--charset': 'utf8', '--supported:dynamic-import': 'false' },
  sourceMap: true,
  // For whoever has a trace to read: NODE_OPTIONS=--enable-source-maps on the function. On by default it would cost every cold start 8 ms. The map tells
  // files and lines; the sources themselves would treble what is uploaded.
  sourcesContent: false,
  mainFields: ['module', 'main'],
  // With the AWS SDK: Lambda's own copy changes under a function's feet; what was tested is what runs, and only the used part of it is loaded.
  externalModules: [...FOREIGN_CREDENTIALS, ...Object.keys(packageJson.imports)],
} satisfies BundlingOptions;

const esbuild = createRequire(import.meta.url).resolve('esbuild/bin/esbuild');

/**
 * The commands that put files beside a function's `index.js`, bundled as it is, with a package.json by which Node finds them there.
 *
 * @param input - the folder of this project
 * @param output - the folder of the asset
 */
export function besideCommands(names: readonly LoadedLater[], input: string, output: string): string[] {
  if (names.length === 0) return [];
  const file = (name: LoadedLater) => name.slice(1);
  const entries = names.map((name) => `${file(name)}=${input}/${packageJson.imports[name]}`);
  const imports = Object.fromEntries(names.map((name) => [name, `./${file(name)}.js`]));
  const manifest = JSON.stringify({ type: 'commonjs', imports });
  return [
    [esbuild, '--bundle', ...entries, `--outdir=${output}`, ...esbuildFlags()].map(quoted).join(' '),
    `printf %s ${quoted(manifest)} > ${quoted(`${output}/package.json`)}`,
  ];
}

/** `BUNDLING`, as esbuild's command has it. */
function esbuildFlags(): string[] {
  const { format, target, sourcesContent, mainFields, externalModules, esbuildArgs } = BUNDLING;
  return [
    '--platform=node',
    `--format=${format}`,
    `--target=${target}`,
    '--minify',
    '--sourcemap',
    `--sources-content=${sourcesContent}`,
    `--main-fields=${mainFields.join(',')}`,
    ...externalModules.map((name) => `--external:${name}`),
    ...Object.entries(esbuildArgs).map(([flag, value]) => `${flag}=${value}`),
    '--log-level=warning',
  ];
}

/** For a shell. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
