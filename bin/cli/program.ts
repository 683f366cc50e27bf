import { readFileSync } from 'node:fs';
import { Command, CommanderError, Help, type OutputConfiguration } from 'commander';
import { distance } from 'fastest-levenshtein';
import { packageFolder } from '../../lib/local/package-folder.ts';
import { RequestInvalid } from '../../lib/run/contract/errors.ts';
import { groqCommand } from './groq.ts';
import { keySetCommand } from './key.ts';
import { modelsCommand } from './models.ts';
import type { RunOptions } from './options.ts';
import { planCommand } from './plan.ts';
import { EXIT, type OwnStreams, type Terminal, terminalOf } from './terminal.ts';
import { translateCommand } from './translate.ts';

/** Runs the command line and returns its exit code; output goes to the process's streams. */
export async function runCommand(args: readonly string[], own: OwnStreams): Promise<number> {
  // What the SDK has to say about coming versions of Node is for who chose its version, not for who runs the command.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const terminal = terminalOf(own);
  let exitCode: number = EXIT.ok;
  const program = buildProgram(terminal, (code) => {
    exitCode = code;
  });
  try {
    loadEnvFile();
    checkCommand(args[0], program);
    checkKeyCommand(args);
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (error instanceof RequestInvalid) return terminal.refuse(error.faults);
    return terminal.crashed(error);
  }
}

/** Settings for this folder; what the environment says already stands. */
function loadEnvFile(): void {
  try {
    process.loadEnvFile();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') throw new RequestInvalid([`.env cannot be read: ${message}`]);
  }
}

/** With a default command, commander takes a mistyped one for its argument, and what follows for unknown options. */
function checkCommand(word: string | undefined, program: Command): void {
  if (word === undefined || word.startsWith('-')) return;
  const names = [...program.commands.map((command) => command.name()), 'help'];
  if (names.includes(word)) return;
  const [nearest = ''] = names.toSorted((a, b) => distance(word, a) - distance(word, b));
  const hint =
    distance(word, nearest) <= nearest.length / 2 ? `did you mean ${nearest}?` : `expected one of ${names.join(', ')}`;
  throw new RequestInvalid([`unknown command ${JSON.stringify(word)}: ${hint}`]);
}

/** Commander would repeat a word that it does not know, and behind `key` that may be the key itself. */
function checkKeyCommand([command, word]: readonly string[]): void {
  if (command !== 'key' || word === undefined || ['set', 'help', '--help', '-h'].includes(word)) return;
  throw new RequestInvalid([
    'expected key set: it asks for the key, or reads it from stdin, so that no history keeps it',
  ]);
}

const EXAMPLES = `
Examples:
  npm start                                              product 1 into Spanish, French and German
  npm start -- --product 5 --languages spanish french german
  npm start -- --product 1 --languages Spanish French Japanese --translate-names
  npm start -- --all --languages es fr de it ja ar
  npm start -- plan --all --languages es pt-BR zh-Hans   what that would take, without asking a model
  npm start -- --stack TranslationFanout --all           in a deployed stack, on AWS
  npm start --silent -- --json > merged.json             the result alone on stdout
`;

function buildProgram(terminal: Terminal, exit: (code: number) => void): Command {
  const output: OutputConfiguration = {
    writeOut: (text) => terminal.print(text.trimEnd()),
    writeErr: (text) => terminal.complain(text.trimEnd()),
    getOutHelpWidth: () => terminal.width,
    getErrHelpWidth: () => terminal.width,
  };
  const program = new Command('fanout')
    .description('Translates a product catalog into many languages at once.\nWithout a command: translate.')
    .version(version())
    .addHelpText('after', EXAMPLES);
  const uniform = (command: Command) =>
    command.configureOutput(output).exitOverride().showHelpAfterError('(fanout --help lists commands and options)');
  const add = (command: Command, isDefault = false) => program.addCommand(uniform(command), { isDefault });

  const translate = runOptions(new Command('translate'))
    .description('run the workflow, here or in a deployed stack, and write the results (the default)')
    .option('--output <dir>', 'where results go', 'out')
    .option('--stack <name>', 'run it in this deployed stack, on AWS')
    .option('--resume <run>', 'do the rest of an earlier run, under its own id')
    .option('--json', 'print merged.json alone on stdout, all else on stderr')
    .action(async (options: RunOptions) => exit(await translateCommand(options, terminal)));
  // A newcomer looks for the default command's options here.
  uniform(program).configureHelp({
    visibleOptions: (command) => [...translate.options, ...new Help().visibleOptions(command)],
  });
  add(translate, true);
  add(
    runOptions(new Command('plan'))
      .description('what a run would do and cost, per language; asks no model')
      .option('--output <dir>', 'where earlier results and their memory are', 'out')
      .action(async (options: RunOptions) => exit(await planCommand(options, terminal))),
  );
  add(
    new Command('models')
      .description('the routing table; with a key, which of its models are served')
      .action(async () => exit(await modelsCommand(terminal))),
  );
  add(
    new Command('groq')
      .description('serve the offline stand-in for Groq alone, until interrupted')
      .option('--port <n>', 'port on 127.0.0.1; 0 takes a free one', '8080')
      .option('--latency <ms>', 'how long an answer takes')
      .action(async (options: { port: string; latency?: string }) => exit(await groqCommand(options, terminal))),
  );
  const key = uniform(new Command('key').description("Groq's key for the deployed stack: key set"));
  key.addCommand(
    uniform(
      new Command('set')
        .description('store the key, typed without echo or read from stdin')
        .action(async () => exit(await keySetCommand(terminal))),
    ),
  );
  program.addCommand(key);
  return program;
}

function version(): string {
  return (JSON.parse(readFileSync(packageFolder('package.json'), 'utf8')) as { version: string }).version;
}

function runOptions(command: Command): Command {
  return command
    .option('--catalog <file>', 'JSON or JSONL, here or s3://bucket/key (default: the bundled sample shop)')
    .option('--product <id...>', 'which products (default: 1)')
    .option('--all', 'all products')
    .option('--languages <language...>', 'English names or BCP-47 tags (default: spanish french german)')
    .option('--model <id>', 'one model for all languages instead of routing')
    .option('--translate-names', 'product names too')
    .option('--max-concurrency <n>', 'locale jobs at a time (default: 10)')
    .option('--force', 'ask anew for what memory holds')
    .option('--max-usd <n>', 'refuse to start above this estimate, stop before spending more')
    .option('--profile <file>', "where another shop's JSON keeps its fields")
    .option('--glossary <file>', 'terms with fixed translations, and a style per language');
}
