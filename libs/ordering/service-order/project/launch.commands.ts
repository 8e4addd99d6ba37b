import type { CommandsOf } from '#libs/kernel/command-catalogue';
import {
  resourceKinds,
  type ProjectMember,
  type ProjectResource,
} from '#state-machines/service-order/service-order.terms';
import { IsCalendarDate } from '../../validation/date-rules.ts';
import { IsWholeNumber } from '../../validation/number-rules.ts';
import { IsRecordListOf, IsRecordOf } from '../../validation/object-rules.ts';
import { IsIdentifier, IsIdentifierList, IsLine, IsOneOf } from '../../validation/text-rules.ts';
import { Optional } from '../../validation/value-rule.ts';
import { SchedulePayload } from '../terms/terms.payloads.ts';

/** A plan holds at most this many tasks. */
export const MAX_TASKS = 500;

const MAX_PREDECESSORS = 50;
const MAX_MEMBERS = 200;
const MAX_RESOURCES = 200;

/** メンバーと役割. */
export class ProjectMemberPayload implements ProjectMember {
  @IsIdentifier()
  readonly memberId!: string;

  @IsLine(100)
  readonly role!: string;
}

/** 作業: from its first to its last day, after the tasks that it depends on. */
export class ProjectTaskPayload extends SchedulePayload {
  @IsIdentifier(40)
  readonly taskId!: string;

  @IsLine()
  readonly title!: string;

  @Optional()
  @IsIdentifierList(0, MAX_PREDECESSORS)
  readonly dependsOn?: string[];

  /** The member who does it. */
  @Optional()
  @IsIdentifier()
  readonly assignee?: string;

  /** The deliverable that it works on. */
  @Optional()
  @IsIdentifier(40)
  readonly deliverableId?: string;
}

/** 資源: what the project needs besides people. */
export class ProjectResourcePayload implements ProjectResource {
  @IsOneOf(resourceKinds)
  readonly kind!: ProjectResource['kind'];

  @IsLine()
  readonly name!: string;
}

/** プロジェクトを計画する; what is left out stays as it is planned. A list replaces the one before: a task that is not done, begun or not, falls away with it. */
export class PlanProject {
  /** Id of the member who answers for the project. */
  @Optional()
  @IsIdentifier()
  readonly owner?: string;

  @Optional()
  @IsRecordListOf(() => ProjectMemberPayload, 1, MAX_MEMBERS)
  readonly members?: ProjectMemberPayload[];

  @Optional()
  @IsRecordOf(() => SchedulePayload)
  readonly schedule?: SchedulePayload;

  @Optional()
  @IsRecordListOf(() => ProjectTaskPayload, 1, MAX_TASKS)
  readonly tasks?: ProjectTaskPayload[];

  @Optional()
  @IsRecordListOf(() => ProjectResourcePayload, 0, MAX_RESOURCES)
  readonly resources?: ProjectResourcePayload[];

  /** The customer hears from the company at least once in so many days. */
  @Optional()
  @IsWholeNumber(1, 365)
  readonly contactIntervalDays?: number;
}

/** キックオフ: the project begins; today where no day is given. */
export class KickOffProject {
  @Optional()
  @IsCalendarDate()
  readonly kickedOffOn?: string;
}

/** The payload class of every command of the launch, by type. */
export const launchPayloads = { PlanProject, KickOffProject } as const;

export type LaunchCommand = CommandsOf<typeof launchPayloads>;
