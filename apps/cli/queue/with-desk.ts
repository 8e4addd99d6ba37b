import { randomUUID } from 'node:crypto';
import type { Engine } from '#libs/engine/engine';
import type { OperationDescription } from '#libs/engine/operation';
import { deskOf } from '#libs/engine/operations/desk-of';
import type { CommandCatalogue } from '#libs/kernel/command-catalogue';
import type { Bilingual, Refusal } from '#libs/kernel/decider';
import type { Accepted, CommandContext } from '#libs/kernel/outcome';
import { sendCommand } from '#libs/nest-cqrs/command-envelope';
import { InvalidCommand, type FieldProblem } from '#libs/nest-cqrs/field-problem';
import { openBuses, type Buses } from '#libs/nest-cqrs/open-buses';
import { payloadFrom, plainOf, problemsOf } from '#libs/nest-cqrs/payload';
import { RunOperation } from '#libs/nest-cqrs/run-operation';
import type { QueryContext, QueryDescription } from '#libs/read-models/query-description';
import type { DeskData } from '#state-machines/desk/desk.data';
import { catchUp } from '../catch-up.ts';
import { CommandFailed } from '../failure.ts';
import type { Language } from '../language.ts';
import { withInstallation } from '../open-installation.ts';
import type { Terminal } from '../terminal.ts';
import type { ActingOptions, QueueOptions } from './queue-options.ts';

/** Where a command goes: the stream, which a creation leaves to the engine, and the revision that its sender has seen. */
export interface Target {
  readonly streamId?: string;
  readonly expectedRevision?: bigint;
}

/** The desk as its commands work with it. All of them throw `CommandFailed` in the language of the caller for what is wrong or refused. */
export interface Desk {
  readonly engine: Engine;
  readonly language: Language;
  /** What queries work on. */
  readonly context: QueryContext;
  /** Waits until read models hold everything that is in the log now. */
  catchUp(...readModels: readonly string[]): Promise<void>;
  /** Asks a query; undefined where there is no such thing. */
  ask<Parameters extends object, Answer>(
    query: QueryDescription<Parameters, Answer>,
    parameters: object,
  ): Promise<Answer | undefined>;
  /** Sends a command, and waits until the queue shows what it led to. */
  send<Catalogue extends CommandCatalogue>(
    catalogue: Catalogue,
    type: keyof Catalogue['commands'] & string,
    data: object,
    target?: Target,
  ): Promise<Accepted>;
  /** Carries out an operation; `positionIn` tells from the answer up to where the queue has to show it. */
  operate<Payload extends object, Answer extends object>(
    operation: OperationDescription<Payload, Answer>,
    body: object,
    positionIn: (answer: Answer) => string | null,
  ): Promise<Answer>;
  /** Who works here, which rules are on, and the calendar. */
  present(): Promise<DeskData>;
}

/** The read model that the queue is shown from. */
const QUEUE = 'follow-ups';

/** Whoever runs the program, as the environment says. */
const userOf = ({ environment: { USER, LOGNAME, USERNAME } }: Terminal): string | undefined =>
  [USER, LOGNAME, USERNAME].find((name) => name !== undefined && name.trim() !== '');

/** Who acts: whom `--as` names, else whoever runs the program. Throws `CommandFailed` where nobody is known. */
export const actingMember = (terminal: Terminal, { as, lang }: Pick<ActingOptions, 'as' | 'lang'>): string => {
  const member = as ?? userOf(terminal);
  if (member !== undefined) return member;
  throw failure(lang, { ja: '担当者を --as で指定してください。', en: 'say who you are with --as' });
};

/** A failure in the language of the caller. */
export const failure = (language: Language, message: Bilingual): CommandFailed => new CommandFailed(message[language]);

const problemsText = (problems: readonly FieldProblem[], language: Language): string =>
  problems
    .map(({ field, message }) => (field === '' ? message[language] : `${field}: ${message[language]}`))
    .join('; ');

/** Opens the desk of an installation, with the queue up to date, and lets go of it whatever happens. Throws what `withInstallation` throws. */
export const withDesk = <Result>(
  terminal: Terminal,
  options: QueueOptions & Pick<ActingOptions, 'as'>,
  use: (desk: Desk) => Promise<Result>,
): Promise<Result> =>
  withInstallation(terminal, options.data, { runProcesses: false }, async (engine) => {
    let buses: Buses | undefined;
    const opened = async (): Promise<Buses> => (buses ??= await openBuses(engine));
    try {
      await catchUp(engine, [QUEUE]);
      return await use(deskOver(engine, options.lang, options.as ?? userOf(terminal) ?? 'cli', opened));
    } finally {
      await buses?.close();
    }
  });

const deskOver = (engine: Engine, language: Language, actor: string, buses: () => Promise<Buses>): Desk => {
  const context: QueryContext = { database: engine.readDatabase, vault: engine.vault, now: engine.clock.now() };

  const commandContext = (expectedRevision?: bigint): CommandContext => {
    const commandId = randomUUID();
    const by = { id: actor, role: 'backOffice', via: 'cli' };
    const seen = expectedRevision === undefined ? {} : { expectedRevision };
    return { commandId, fresh: true, correlationId: commandId, actor: by, ...seen };
  };

  const inLanguage = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof InvalidCommand) throw new CommandFailed(problemsText(error.problems, language));
      throw error;
    }
  };

  const shown = async (position: string | null | undefined): Promise<void> => {
    if (position !== null && position !== undefined) await catchUp(engine, [QUEUE], position);
  };

  return {
    engine,
    language,
    context,
    catchUp: (...readModels) => catchUp(engine, readModels),
    present: () => deskOf(engine),

    async ask(query, parameters) {
      const { payload, problems } = payloadFrom(query.parameters, plainOf(parameters));
      const found = problemsOf(payload, problems);
      if (found.length > 0) throw new CommandFailed(problemsText(found, language));
      return query.run(context, payload);
    },

    async send({ commands }, type, data, { streamId, expectedRevision } = {}) {
      const description = commands[type];
      if (!description) throw new RangeError(`there is no command ${type}`);
      const { commandBus } = await buses();
      const outcome = await inLanguage(() =>
        sendCommand(commandBus, description, plainOf(data), { streamId, context: commandContext(expectedRevision) }),
      );
      if (!outcome.accepted) throw failure(language, outcome.refusal.message);
      await shown(outcome.position);
      return outcome;
    },

    async operate(operation, body, positionIn) {
      const { commandBus } = await buses();
      const answer = await inLanguage(() =>
        commandBus.execute(new RunOperation(operation, plainOf(body), commandContext())),
      );
      if (isRefusal(answer)) throw failure(language, answer.message);
      await shown(positionIn(answer as Parameters<typeof positionIn>[0]));
      return answer as Parameters<typeof positionIn>[0];
    },
  };
};

const isRefusal = (answer: object): answer is Refusal => 'refused' in answer;
