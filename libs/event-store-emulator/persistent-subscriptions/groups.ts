import type { EventLog } from '#libs/kernel/log/event-log';
import { unavailable, type CallError } from '../wire/call-error.ts';
import { checkpointStream, deleteIfThere, parkedStream } from './bookkeeping-streams.ts';
import { readConfiguration, writeConfiguration } from './configuration.ts';
import {
  keyOfGroup,
  nameOfSource,
  type GroupDefinition,
  type GroupSettings,
  type GroupSource,
  type StartFrom,
} from './group-definition.ts';
import { droppedFrom, groupDoesNotExist, groupExists } from './group-errors.ts';
import { placeToStartAfter } from './group-source.ts';
import { startGroup, type RunningGroup } from './running-group.ts';

export interface NewGroup {
  readonly source: GroupSource;
  readonly group: string;
  readonly settings: GroupSettings;
  readonly startFrom: StartFrom;
}

/** A group by the stream's name or `$all`. */
export interface GroupName {
  readonly stream: string;
  readonly group: string;
}

/** All groups of a log. The first call reads which there are. Calls throw `CallError`, or what the log throws. */
export interface Groups {
  create(group: NewGroup): Promise<void>;
  /** Drops the group's consumers. What the group is about stays; it goes on from its checkpoint where it has one. */
  update(name: GroupName, settings: GroupSettings, startFrom: StartFrom): Promise<void>;
  /** Deletes the group with its checkpoint and what it parked. */
  remove(name: GroupName): Promise<void>;
  find(name: GroupName): Promise<RunningGroup>;
  /** All groups, or those of one stream. */
  list(stream?: string): Promise<readonly RunningGroup[]>;
  /** Drops all consumers, and begins anew from what the log says. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

const keyOf = ({ stream, group }: GroupName): string => keyOfGroup(stream, group);

export const openGroups = (log: EventLog): Groups => {
  const groups = new Map<string, RunningGroup>();
  let loading: Promise<void> | undefined;
  let lastTurn: Promise<unknown> = Promise.resolve();
  let closed = false;

  const load = async (): Promise<void> => {
    for (const definition of await readConfiguration(log)) {
      groups.set(keyOfGroup(nameOfSource(definition.source), definition.group), await startGroup(log, definition));
    }
  };
  const endAll = async (reason: (definition: GroupDefinition) => CallError): Promise<void> => {
    const ending = [...groups.values()];
    groups.clear();
    loading = undefined;
    await Promise.all(ending.map((group) => group.end(reason(group.definition))));
  };
  const loaded = (): Promise<void> => {
    if (closed) return Promise.reject(unavailable('the server is shutting down'));
    loading ??= load().catch(async (error: unknown) => {
      await endAll(droppedFrom);
      throw error;
    });
    return loading;
  };
  /** Changes come one after the other, as all groups stand in one event. */
  const inTurn = <Result>(change: () => Promise<Result>): Promise<Result> => {
    const turn = lastTurn.then(change);
    lastTurn = turn.catch(() => undefined);
    return turn;
  };

  /** Where a change fails halfway, the log says what holds: the next call reads it anew. */
  const changing = async (change: () => Promise<void>): Promise<void> => {
    try {
      await change();
    } catch (error) {
      await endAll(droppedFrom);
      throw error;
    }
  };

  const definitions = (): GroupDefinition[] => Array.from(groups.values(), ({ definition }) => definition);
  const withoutGroup = (key: string): GroupDefinition[] =>
    definitions().filter(({ source, group }) => keyOfGroup(nameOfSource(source), group) !== key);
  const require = ({ stream, group }: GroupName): RunningGroup => {
    const found = groups.get(keyOfGroup(stream, group));
    if (found === undefined) throw groupDoesNotExist(stream, group);
    return found;
  };
  const deleteState = async (key: string): Promise<void> => {
    await deleteIfThere(log, checkpointStream(key));
    await deleteIfThere(log, parkedStream(key));
  };

  return {
    create: ({ source, group, settings, startFrom }) =>
      inTurn(async () => {
        await loaded();
        const stream = nameOfSource(source);
        const key = keyOfGroup(stream, group);
        if (groups.has(key)) throw groupExists(stream, group);
        const startsAfter = await placeToStartAfter(log, source, startFrom);
        const definition = { source, group, settings, startFrom, startsAfter };
        await changing(async () => {
          // Left over where a deletion was cut off.
          await deleteState(key);
          await writeConfiguration(log, [...definitions(), definition]);
          groups.set(key, await startGroup(log, definition));
        });
      }),
    update: (name, settings, startFrom) =>
      inTurn(async () => {
        await loaded();
        const running = require(name);
        const { source, group, ...before } = running.definition;
        const startsAfter =
          startFrom === before.startFrom ? before.startsAfter : await placeToStartAfter(log, source, startFrom);
        const definition = { source, group, settings, startFrom, startsAfter };
        await changing(async () => {
          await writeConfiguration(log, [...withoutGroup(keyOf(name)), definition]);
          await running.end(droppedFrom(running.definition));
          groups.set(keyOf(name), await startGroup(log, definition));
        });
      }),
    remove: (name) =>
      inTurn(async () => {
        await loaded();
        const running = require(name);
        await changing(async () => {
          await writeConfiguration(log, withoutGroup(keyOf(name)));
          groups.delete(keyOf(name));
          await running.end(groupDoesNotExist(name.stream, name.group));
          await deleteState(keyOf(name));
        });
      }),
    async find(name) {
      await loaded();
      return require(name);
    },
    async list(stream) {
      await loaded();
      const all = [...groups.values()];
      return stream === undefined ? all : all.filter(({ definition }) => nameOfSource(definition.source) === stream);
    },
    restart: () =>
      inTurn(async () => {
        await loaded();
        await endAll(droppedFrom);
        await loaded();
      }),
    close: () =>
      inTurn(async () => {
        closed = true;
        await loading?.catch(() => undefined);
        await endAll(() => unavailable('the server is shutting down'));
      }),
  };
};
