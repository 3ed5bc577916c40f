import { Command } from 'commander';
import type { CommandSpec, CommonOptions } from './command.ts';
import { layersCommand } from './commands/layers.ts';
import { notYetCommands } from './commands/notYet.ts';
import { runCommand } from './commands/run.ts';
import { runtimeCommand } from './commands/runtime.ts';
import { showCommand } from './commands/show.ts';
import { Console } from './console.ts';
import { calledAs, exampleFolder } from './context.ts';
import type { CliContext, ExitCode } from './context.ts';
import { addOutputOptions } from './options.ts';
import { version } from '../core/version.ts';

const COMMANDS: readonly CommandSpec[] = [showCommand, layersCommand, runCommand, runtimeCommand, ...notYetCommands];

/** The whole command line; `onExit` gets the code of the command that ran. */
export function buildProgram(context: CliContext, onExit: (code: ExitCode) => void): Command {
  const program = prepare(new Command(calledAs(context)), context)
    .description('Layers and activations of any TensorFlow SavedModel, from the artefact alone.')
    .version(version, '--version')
    .usage('COMMAND [options]')
    .configureHelp({ subcommandTerm: (command) => `${command.name()} ${command.usage()}`.replace(' [options]', '') })
    .helpCommand('help [COMMAND]', 'how a command is used')
    .addHelpText(
      'after',
      examplesText(context, [
        'show example/digits',
        'run example/digits --input image=example/digit.npy --select strokes,features --print',
      ]),
    );
  for (const spec of COMMANDS) program.addCommand(build(spec, context, onExit));
  return program;
}

function build(spec: CommandSpec, context: CliContext, onExit: (code: ExitCode) => void): Command {
  const command = prepare(new Command(spec.name), context).description(spec.summary).usage(spec.usage);
  if (spec.group !== undefined) command.helpGroup(spec.group);
  spec.configure(command);
  addOutputOptions(command);
  if (spec.examples.length > 0) command.addHelpText('after', examplesText(context, spec.examples));
  return command.action(async () => {
    const options = command.opts<CommonOptions>();
    const console = new Console(context, options);
    onExit(await spec.run({ context, console, arguments: command.args, options }));
  });
}

function prepare(command: Command, { stdout }: CliContext): Command {
  return command
    .exitOverride()
    .showSuggestionAfterError(true)
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      // main() says it on standard error in our form
      writeErr: () => undefined,
      getOutHelpWidth: () => Math.min(stdout.columns ?? 100, 120),
    });
}

function examplesText(context: CliContext, examples: readonly string[]): string {
  const lines = examples.map((example) => `  ${calledAs(context)} ${example.replaceAll('example/', exampleFolder(context))}`);
  return `\nExamples, on the bundled model:\n${lines.join('\n')}\n`;
}
