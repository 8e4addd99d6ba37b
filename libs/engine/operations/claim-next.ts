import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { Plain } from '#libs/kernel/command-catalogue';
import type { Refusal } from '#libs/kernel/decider';
import type { Accepted, CommandContext } from '#libs/kernel/outcome';
import { unknownMember } from '#libs/ordering/desk/desk.decider';
import { IsIdentifier, IsOneOf, IsSku } from '#libs/ordering/validation/text-rules';
import { Optional } from '#libs/ordering/validation/value-rule';
import { followUpExample, followUpViews, type FollowUpView } from '#libs/read-models/follow-ups/follow-up.view';
import { queueRows } from '#libs/read-models/follow-ups/follow-ups.query';
import type { FollowUpRow } from '#libs/read-models/follow-ups/follow-ups.table';
import { dayOf } from '#libs/read-models/query-description';
import { followUpRules } from '#state-machines/follow-up/follow-up-rules';
import { ReadModelBehind } from '../engine-ports.ts';
import { unknownTeam } from '../follow-up-preparations.ts';
import type { OperationDescription, OperationPorts } from '../operation.ts';
import { deskOf } from './desk-of.ts';

/** 次の一件を担当する: the next follow-up that nobody has, in the order of the queue. */
export class ClaimNextFollowUp {
  @IsIdentifier()
  readonly assignee!: string;

  /** Only one that this rule opened. */
  @Optional()
  @IsOneOf(followUpRules.map(({ id }) => id))
  readonly rule?: string;

  /** Only one of this team's queue. Where it is left out: of the member's teams, and of everybody's. */
  @Optional()
  @IsIdentifier()
  readonly team?: string;

  /** Only one that is owed to this customer. */
  @Optional()
  @IsSku()
  readonly customerId?: string;
}

/** The follow-up that was claimed; null where nothing is left to claim. */
export interface ClaimedFollowUp {
  readonly followUp: FollowUpView | null;
  /** Place in the log of the claim; null where nothing was claimed. */
  readonly position: string | null;
}

/** Follow-ups looked at in one read: others may claim the first ones at the same moment. */
const CANDIDATES = 50;

const isFree = sql<SqlBool>`state = 'open' and assignee is null`;

const wanted = (
  { rule, team, customerId }: Plain<ClaimNextFollowUp>,
  teams: readonly string[],
): readonly RawBuilder<SqlBool>[] => {
  const inTeams =
    teams.length === 0 ? sql<SqlBool>`team is null` : sql<SqlBool>`(team is null or team in (${sql.join(teams)}))`;
  return [
    isFree,
    team === undefined ? inTeams : sql<SqlBool>`team = ${team}`,
    ...(rule === undefined ? [] : [sql<SqlBool>`rule = ${rule}`]),
    ...(customerId === undefined ? [] : [sql<SqlBool>`customer_id = ${customerId}`]),
  ];
};

const claimed = async (
  { vault, clock }: OperationPorts,
  row: FollowUpRow,
  assignee: string,
  { position, revision }: Pick<Accepted, 'position' | 'revision'>,
): Promise<ClaimedFollowUp> => {
  const now = clock.now();
  const taken: FollowUpRow = {
    ...row,
    state: 'assigned',
    assignee,
    assigned_at: row.assignee === assignee ? row.assigned_at : now,
    revision: Number(revision ?? row.revision),
    position: position ?? row.position,
  };
  const [followUp = null] = await followUpViews([taken], vault, dayOf({ now }, undefined));
  return { followUp, position: position ?? null };
};

/** What an earlier run of the same request claimed: the read model has to be up to date for it to be found. */
const claimedBefore = async (
  ports: OperationPorts,
  assignee: string,
  context: CommandContext,
): Promise<ClaimedFollowUp | undefined> => {
  const { store, projections, readDatabase, readWaitMs, execute } = ports;
  const { commandId } = context;
  const head = await store.head();
  if (!(await projections.waitFor('follow-ups', head, readWaitMs))) throw new ReadModelBehind('follow-ups', head, '');
  const byClaim = sql<SqlBool>`id in (select follow_up_id from follow_up_claims where command_id = ${commandId})`;
  const [row] = await queueRows(readDatabase, [byClaim], 1);
  if (!row) return undefined;
  const command = { type: 'ClaimFollowUp', data: { assignee } };
  const outcome = await execute('follow-ups', row.id, command, context);
  return outcome.accepted ? claimed(ports, row, assignee, outcome) : undefined;
};

/** What comes first stays first; of those that are due on one day and equally urgent, each caller begins with another one, so that callers seldom meet. */
const equalsShuffled = (rows: readonly FollowUpRow[]): readonly FollowUpRow[] =>
  [...Map.groupBy(rows, ({ due_on, priority }) => `${due_on} ${priority}`).values()].flatMap((equals) =>
    equals
      .map((row) => ({ row, place: Math.random() }))
      .sort((one, other) => one.place - other.place)
      .map(({ row }) => row),
  );

/** `POST /api/follow-ups/claim-next`: of those who ask at the same moment, on whichever server, each gets another one, since the stream of the follow-up decides. */
export const claimNext: OperationDescription<ClaimNextFollowUp, ClaimedFollowUp> = {
  name: 'follow-ups.claim-next',
  path: 'follow-ups/claim-next',
  summary: { ja: '次の一件を担当する', en: 'Take the next follow-up that nobody has' },
  payload: ClaimNextFollowUp,
  example: { assignee: 'sato' },
  answerExample: { followUp: followUpExample, position: '00000000000000001842' },
  async run(ports, payload, context): Promise<ClaimedFollowUp | Refusal> {
    const { assignee, team } = payload;
    const desk = await deskOf(ports);
    const refusal = unknownMember(assignee, 'assignee', desk);
    if (refusal) return refusal;
    const earlier = context.fresh ? undefined : await claimedBefore(ports, assignee, context);
    if (earlier) return earlier;
    const withoutTeam = team === undefined ? undefined : unknownTeam(team, desk);
    if (withoutTeam) return withoutTeam;
    const conditions = wanted(payload, desk.members[assignee] ?? []);
    const lost: string[] = [];
    for (;;) {
      const others = lost.length === 0 ? [] : [sql<SqlBool>`id not in (${sql.join(lost)})`];
      const candidates = await queueRows(ports.readDatabase, [...conditions, ...others], CANDIDATES);
      if (candidates.length === 0) return { followUp: null, position: null };
      for (const row of equalsShuffled(candidates)) {
        const command = { type: 'ClaimFollowUp', data: { assignee } };
        const outcome = await ports.execute('follow-ups', row.id, command, context);
        if (outcome.accepted && outcome.facts.length > 0) return claimed(ports, row, assignee, outcome);
        // Somebody was faster, or it was answered meanwhile, and the read model does not know it yet.
        lost.push(row.id);
      }
    }
  },
};
