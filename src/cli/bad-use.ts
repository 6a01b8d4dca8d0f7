import type { Command, Option } from 'commander';
import { nearestWord } from '../text/nearest-word.ts';

type Describe = (command: Command, found: readonly string[]) => readonly string[];

/** Commander reports the kind of an error only by the text of its message. */
const COMMANDER_SAYS: readonly (readonly [RegExp, Describe])[] = [
  [/^error: unknown command '(.*?)'(\n|$)/s, (command, [name = '']) => unknownCommand(command, name)],
  [/^error: too many arguments/, excessWords],
  [/^error: unknown option '(.*?)'(\n|$)/s, (command, [flag = '']) => unknownOption(command, flag)],
  [/^error: missing required argument '(.*)'/, (command, [name = '']) => missingArgument(command, name)],
  [/^error: required option '/, missingOptions],
  [/^error: option '(.*?)' argument missing/, (command, [flags = '']) => missingValue(command, flags)],
  [
    /^error: option '(.*?)' argument '(.*)' is invalid\. (.*)$/s,
    (command, [flags = '', value = '', why = '']) => wrongValue(command, { flags, value, why }),
  ],
];

/** Describes what is wrong with a command line, in sentences of our own in place of Commander's message. */
export function describeBadUse(command: Command, said: string): readonly string[] {
  for (const [pattern, describe] of COMMANDER_SAYS) {
    const found = pattern.exec(said.trim());
    if (found) return describe(command, found.slice(1));
  }
  return [said.replace(/^error: /, '').trim()];
}

/** 'polsslag queue failed' */
function nameOf(command: Command): string {
  return command.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name();
}

const and = new Intl.ListFormat('en-GB', { type: 'conjunction' });
const or = new Intl.ListFormat('en-GB', { type: 'disjunction' });
/** A sentence lists at most this many names. */
const FEW = 8;

function whatItHas(command: Command, names: readonly string[]): string {
  return names.length > FEW ? `${nameOf(command)} --help names those that there are` : `there is ${and.format(names)}`;
}

function unknownCommand(command: Command, name: string): readonly string[] {
  const names = command.commands.map((each) => each.name());
  const nearest = nearestWord(name, names);
  const advice = nearest === null ? `${whatItHas(command, names)}.` : `did you mean ${nearest}?`;
  return [`${nameOf(command)} has no command "${name}": ${advice}`];
}

function excessWords(command: Command): readonly string[] {
  const group = groupOf(command);
  if (group !== null) return unknownCommand(group, group.args[0] ?? '');
  const wanted = command.registeredArguments.map((argument) => `<${argument.name()}>`);
  const [excess = ''] = command.args.slice(wanted.length);
  return wanted.length === 0
    ? [`${nameOf(command)} takes no words after it, only options: "${excess}" is too much.`]
    : [
        `${nameOf(command)} takes ${and.format(wanted)} and no more: "${excess}" is too much; put quotes around what has spaces in it.`,
      ];
}

/** The command group that was meant: the command itself, or the group of which it is the default command. */
function groupOf(command: Command): Command | null {
  if (command.commands.length > 0) return command;
  const { parent } = command;
  return parent?.parent && parent.args[0] !== command.name() ? parent : null;
}

function unknownOption(command: Command, flag: string): readonly string[] {
  const help = command.createHelp();
  const known = [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)].flatMap(
    ({ long }) => long ?? [],
  );
  const nearest = flag.startsWith('--') ? nearestWord(flag, known) : null;
  const advice = nearest === null ? `${whatItHas(command, known)}.` : `did you mean ${nearest}?`;
  return [`${nameOf(command)} has no option ${flag}: ${advice}`];
}

function missingArgument(command: Command, name: string): readonly string[] {
  const description = command.registeredArguments.find((argument) => argument.name() === name)?.description;
  return [`${nameOf(command)} needs <${name}>${description ? `: ${description}` : ''}.`];
}

/** Names all missing options, where Commander names the first only. */
function missingOptions(command: Command): readonly string[] {
  return command.options
    .filter((option) => option.mandatory && command.getOptionValue(option.attributeName()) === undefined)
    .map((option) => `${nameOf(command)} needs ${option.flags}: ${option.description}${choicesOf(option)}.`);
}

function choicesOf({ argChoices }: Option): string {
  return argChoices ? `, ${or.format(argChoices)}` : '';
}

function optionOf(command: Command, flags: string): Option | undefined {
  const own = command.options.find((option) => option.flags === flags);
  return own ?? (command.parent ? optionOf(command.parent, flags) : undefined);
}

function missingValue(command: Command, flags: string): readonly string[] {
  const option = optionOf(command, flags);
  return [`${flags} needs a value${option ? `: ${option.description}${choicesOf(option)}` : ''}.`];
}

function wrongValue(
  command: Command,
  { flags, value, why }: { readonly flags: string; readonly value: string; readonly why: string },
): readonly string[] {
  const option = optionOf(command, flags);
  const must = option?.argChoices ? `it must be ${or.format(option.argChoices)}.` : why;
  return [`${option?.long ?? flags} cannot be "${value}": ${must.charAt(0).toLowerCase()}${must.slice(1)}`];
}

/**
 * A sentence for each option and argument that was given but is empty, such as one from a shell variable that is not
 * set.
 */
export function describeEmptyWords(command: Command): readonly string[] {
  const isEmpty = (value: unknown) => typeof value === 'string' && value.trim() === '';
  const own = command.options.filter((option) => isEmpty(command.getOptionValue(option.attributeName())));
  const words = command.registeredArguments.filter((_argument, index) =>
    [command.processedArgs[index]].flat().some(isEmpty),
  );
  return [
    ...own.map(({ long, flags, description }) => `${long ?? flags} is empty: ${description}.`),
    ...words.map((argument) => `<${argument.name()}> of ${nameOf(command)} is empty: ${argument.description}.`),
    ...(command.parent ? describeEmptyWords(command.parent) : []),
  ];
}
