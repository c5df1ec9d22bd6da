/** The `onset` command line: finds the command, prints its errors in one line, ends with its status. */
import { OnsetError } from '../../contract/errors.ts';
import { ONSET_VERSION } from '../../contract/version.ts';
import { NativeLoadError } from '../../native/index.ts';
import { usage } from './arguments.ts';
import { COMMANDS } from './commands.ts';

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  try {
    return await dispatch(argv);
  } catch (error) {
    if (error instanceof OnsetError || error instanceof NativeLoadError) {
      console.error(`onset: ${error.line}`);
      return error.exitStatus;
    }
    console.error(
      `onset: an error in Onset itself: ${(error instanceof Error && error.stack) || String(error)}`,
    );
    return 1;
  }
}

async function dispatch([name, ...rest]: readonly string[]): Promise<number> {
  if (name === undefined) {
    console.error(help());
    return 2;
  }
  if (name === '--version' || name === '-v') return say(ONSET_VERSION);
  if (name === '--help' || name === '-h' || name === 'help') return say(help());
  const command = COMMANDS.get(name);
  if (command === undefined) throw usage(`There is no command "${name}"`);
  const flags = rest.slice(0, rest.includes('--') ? rest.indexOf('--') : rest.length);
  if (flags.includes('--help') || flags.includes('-h')) return say(await command.help());
  return command.run(rest);
}

function say(text: string): number {
  console.log(text);
  return 0;
}

function help(): string {
  const commands = [...COMMANDS.values()].map(({ summary }) => `  onset ${summary}`);
  return `Onset ${ONSET_VERSION} finds candidate micro-expressions in video.

${commands.join('\n')}

"onset COMMAND --help" says more; "onset --version" the version.
Exit status: 0 done, 1 failed, 2 the call is wrong, 3 an input cannot be read.`;
}
