import type { followUpPayloads } from '#libs/ordering/follow-up/follow-up.commands';
import type { FollowUpOutcome } from '#state-machines/follow-up/follow-up.events';
import type { Plain } from '#libs/kernel/command-catalogue';
import type { Today } from './journey.ts';
import { memberInTurn, sampleMembers, teamOfRule, teams, type Team } from './sample-desk.ts';
import { seededRandom, type SeededRandom } from './seeded-random.ts';

/** A follow-up as far as the sample company's people choose by it what to do. */
export interface ShownFollowUp {
  /** What tells it from all others in every run of the same seed: never its id, which follows from sealed facts. */
  readonly key: string;
  /** Undefined where somebody opened it by hand. */
  readonly rule: string | undefined;
  /** The team that it was opened for. */
  readonly team: string | undefined;
  /** Who was given it when it was opened. */
  readonly assignee: string | undefined;
}

/** How many follow-ups came before one: in all, and in the queue of its team. */
export interface Turn {
  readonly overall: number;
  readonly inTeam: number;
}

type Payloads = typeof followUpPayloads;
type WorkStep = Exclude<keyof Payloads, 'OpenFollowUp' | 'CreateFollowUp' | 'WakeFollowUp' | 'AnswerFollowUp'>;

/** Something that somebody does about a follow-up; not any more once something else has answered it. */
export interface FollowUpTask {
  /** Working days after it has shown up. */
  readonly afterDays: number;
  readonly by: string;
  readonly type: WorkStep;
  readonly data: (so: Today) => object;
}

const task = <Type extends WorkStep>(
  afterDays: number,
  by: string,
  type: Type,
  data: (so: Today) => Plain<InstanceType<Payloads[Type]>>,
): FollowUpTask => ({ afterDays, by, type, data });

const outcomes: readonly [readonly [FollowUpOutcome, string], ...(readonly [FollowUpOutcome, string])[]] = [
  ['reached', 'お電話し、状況を伺った。'],
  ['answered', '回答をいただいた。'],
  ['agreed', 'ご了承をいただいた。'],
  ['promised', '今週中にご連絡いただけるとのこと。'],
  ['noAnswer', '留守番電話に伝言を残した。'],
];

const claimed = (afterDays: number, member: string): FollowUpTask =>
  task(afterDays, member, 'ClaimFollowUp', () => ({ assignee: member }));
const assigned = (afterDays: number, member: string): FollowUpTask =>
  task(afterDays, sampleMembers[0].memberId, 'AssignFollowUp', () => ({ assignee: member }));
const completed = (afterDays: number, member: string, random: SeededRandom): FollowUpTask => {
  const [outcome, note] = random.pick(outcomes);
  return task(afterDays, member, 'CompleteFollowUp', () => ({ outcome, note }));
};

/** What becomes of one that somebody is to have. Of a hundred follow-ups, `upTo` minus that of the way before take each way. */
const ways: readonly {
  readonly upTo: number;
  readonly tasks: (member: string, next: string, random: SeededRandom) => readonly FollowUpTask[];
}[] = [
  /** Nobody takes it. */
  { upTo: 5, tasks: () => [] },
  {
    upTo: 50,
    tasks: (member, _, random) => [claimed(1, member), completed(random.between(1, 3), member, random)],
  },
  {
    upTo: 69,
    tasks: (member, _, random) => [
      claimed(random.between(1, 3), member),
      completed(random.between(5, 12), member, random),
    ],
  },
  {
    upTo: 84,
    tasks(member, _, random) {
      const days = random.between(3, 8);
      return [
        claimed(1, member),
        task(1, member, 'SnoozeFollowUp', ({ inDays }) => ({ until: inDays(days), reason: 'お客様が不在のため' })),
        completed(1 + days + random.between(0, 2), member, random),
      ];
    },
  },
  {
    upTo: 88,
    tasks: (member) => [
      claimed(1, member),
      task(2, member, 'DropFollowUp', () => ({ reason: '別件のお電話で済んでいた。' })),
    ],
  },
  {
    upTo: 92,
    tasks: (member, next, random) => [
      assigned(1, member),
      task(2, member, 'ReturnFollowUp', () => ({ reason: '出張のため' })),
      claimed(4, next),
      completed(random.between(5, 9), next, random),
    ],
  },
  {
    upTo: 100,
    tasks: (member, _, random) => [assigned(1, member), completed(random.between(3, 10), member, random)],
  },
];

/** Into the queue of the team whose work it is. */
const sortedInto = (team: Team): FollowUpTask =>
  task(0, sampleMembers[0].memberId, 'MoveFollowUpToTeam', () => ({ team }));

/** 1 to 100, each as often as any other, and close turns far from each other: so every way is taken by few follow-ups as well. */
const spread = (turn: number): number => ((turn * 61) % 100) + 1;

/** The team whose work a follow-up is; undefined where it is everybody's. */
export const teamFor = ({ rule, team }: Pick<ShownFollowUp, 'rule' | 'team'>): Team | undefined =>
  teams.find((own) => own === team) ?? teamOfRule(rule);

/** What the sample company's people do about a follow-up, unless something else answers it. */
export const workOn = (followUp: ShownFollowUp, { overall, inTeam }: Turn): readonly FollowUpTask[] => {
  const { key, team: given, assignee } = followUp;
  const random = seededRandom(`follow-up/${key}`);
  if (assignee !== undefined) return [completed(random.between(1, 5), assignee, random)];
  const team = teamFor(followUp);
  const chance = spread(overall);
  const way = ways.find(({ upTo }) => chance <= upTo);
  const tasks = way?.tasks(memberInTurn(team, inTeam), memberInTurn(team, inTeam + 1), random) ?? [];
  return team === undefined || team === given ? tasks : [sortedInto(team), ...tasks];
};
