import { randomUUID } from 'node:crypto';
import { isRefusal } from '#libs/kernel/decider';
import type { RecordedEvent } from '#libs/kernel/event-store';
import type { FactMetadata } from '#libs/kernel/fact';
import type { JsonObject } from '#libs/kernel/json';
import type { Outcome } from '#libs/kernel/outcome';
import type { ProcessRunner } from '#libs/kernel/processes/process-runner';
import type { SendCommand } from '#libs/kernel/processes/process-sender';
import { openProcessRoom, type ProcessRoom } from '#libs/kernel/testing/process-room';
import type { FollowUpData } from '#state-machines/follow-up/follow-up.data';
import type { FollowUpFact, FollowUpFactOf } from '#state-machines/follow-up/follow-up.events';
import type { FollowUpRule } from '#state-machines/follow-up/follow-up-rule';
import type { FollowUpCommand } from '../../follow-up/follow-up.commands.ts';
import { followUpPath, type FollowUpState } from '../../follow-up/follow-up.state.ts';
import { followUpStream } from '../../follow-up/follow-up.stream.ts';
import { followUpProcess } from '../follow-up.process.ts';

/** A follow-up as its stream holds it. */
export interface SeenFollowUp {
  readonly id: string;
  readonly state: string;
  readonly opened: FollowUpFactOf<'FollowUpOpened'>['data'];
  readonly data: FollowUpData;
}

/** One rule at work on a log of its own, with the real follow-ups behind it. */
export interface FollowUpRoom {
  readonly room: ProcessRoom;
  /** Records a fact that the rule may watch; it happened at the clock's present, because of a request of its own where none is named. */
  happens(
    stream: string,
    type: string,
    data?: object,
    stateAfter?: FactMetadata['stateAfter'],
    correlationId?: string,
  ): RecordedEvent;
  /** Moves the clock, and waits until everything has followed. */
  at(instant: string): Promise<void>;
  settled(): Promise<void>;
  followUps(): readonly SeenFollowUp[];
  /** What closed follow-ups without anybody's work. */
  answers(): readonly object[];
  /** Carries out a command on a follow-up, as somebody does. */
  act(id: string, command: FollowUpCommand): void;
  /** Refuses what is sent to follow-ups, or no longer. */
  refusing: Outcome | undefined;
  restart(): Promise<void>;
  rebuild(): Promise<void>;
  leave(): Promise<void>;
}

export const openFollowUpRoom = async (rule: FollowUpRule): Promise<FollowUpRoom> => {
  const room = openProcessRoom(followUpProcess(rule), {});
  const states = new Map<string, { state: FollowUpState; opened: SeenFollowUp['opened'] | undefined }>();
  const { decider, stateAfter } = followUpStream;
  let runner: ProcessRunner | undefined;
  const commands = new Map<string, Outcome>();
  const answers: object[] = [];

  const record = (
    id: string,
    facts: readonly FollowUpFact[],
    metadata: Partial<FactMetadata>,
  ): RecordedEvent | undefined => {
    let last: RecordedEvent | undefined;
    for (const fact of facts) {
      const before = states.get(id);
      const state = decider.evolve(before?.state ?? decider.initial, fact);
      states.set(id, { state, opened: fact.type === 'FollowUpOpened' ? fact.data : before?.opened });
      const data = JSON.parse(JSON.stringify(fact.data)) as JsonObject;
      last = room.log.record(`followUp-${id}`, fact.type, data, {
        recordedAt: room.clock.now(),
        stateAfter: stateAfter(state),
        ...metadata,
      });
    }
    return last;
  };

  const send: SendCommand = async ({ id, command }, context) => {
    await Promise.resolve();
    const repeated = commands.get(context.commandId);
    if (repeated) return repeated;
    if (seen.refusing) return seen.refusing;
    room.sent.push({ stream: `followUp-${id}`, type: command.type, context });
    const given = addressed(command as FollowUpCommand);
    const state = states.get(id)?.state ?? decider.initial;
    const decision = decider.decide(given, state, { now: room.clock.now(), id, commandId: context.commandId });
    const base = { id, stream: `followUp-${id}`, revision: 0n, state: {} };
    if (isRefusal(decision)) return { ...base, accepted: false, refusal: decision };
    if (given.type === 'AnswerFollowUp' && decision.length > 0) answers.push(given.data);
    const { commandId, correlationId, causationId, actor } = context;
    const last = record(id, decision, { commandId, correlationId, causationId, actor });
    const outcome: Outcome = { ...base, accepted: true, position: last?.position, facts: decision, repeated: false };
    commands.set(commandId, outcome);
    return outcome;
  };

  const start = async (): Promise<ProcessRunner> => room.start(send);
  runner = await start();

  const seen: FollowUpRoom = {
    room,
    refusing: undefined,
    happens: (stream, type, data = {}, after = {}, correlationId = randomUUID()) =>
      room.log.record(stream, type, data as JsonObject, {
        recordedAt: room.clock.now(),
        stateAfter: after,
        correlationId,
      }),
    async at(instant) {
      await runner?.idle();
      room.clock.set(instant);
      await runner?.idle();
    },
    settled: async () => runner?.idle(),
    followUps: () =>
      [...states].flatMap(([id, { state, opened }]) =>
        opened ? [{ id, state: followUpPath(state), opened, data: state.data }] : [],
      ),
    answers: () => answers,
    act(id, command) {
      const context = { now: room.clock.now(), id, commandId: 'by-hand' };
      const decision = decider.decide(command, states.get(id)?.state ?? decider.initial, context);
      if (isRefusal(decision)) throw new Error(decision.code);
      record(id, decision, {});
    },
    async restart() {
      await runner?.stop();
      runner = await start();
      await runner.idle();
    },
    async rebuild() {
      await runner?.rebuild(`follow-up-${rule.id}`);
      await runner?.idle();
    },
    leave: () => room.leave(),
  };
  return seen;
};

/** What the engine adds on the way: whose the follow-up is. */
const addressed = (command: FollowUpCommand): FollowUpCommand =>
  command.type === 'OpenFollowUp'
    ? { ...command, data: { ...command.data, subject: { customerId: 'C-1', ...command.data.subject } } }
    : command;
