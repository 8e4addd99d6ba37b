import type { Plain } from '#libs/kernel/command-catalogue';
import type { Decision } from '#libs/kernel/decider';
import type { ProjectData } from '#state-machines/service-order/project.data';
import type { ServiceOrderFact } from '#state-machines/service-order/service-order.events';
import type { RefusalPoint } from '#state-machines/service-order/service-order.terms';
import { refusalOfIds, withIds } from './ids.policies.ts';
import type { PointPayload } from './points.payloads.ts';

/** The facts of a refusal with its points, each under an id of its own; ids are unique in the whole order. */
export const withPoints = (
  points: readonly Plain<PointPayload>[],
  { points: known }: Pick<ProjectData, 'points'>,
  facts: (points: readonly RefusalPoint[]) => Decision<ServiceOrderFact>,
): Decision<ServiceOrderFact> => {
  const taken = Object.keys(known);
  return refusalOfIds(points, 'pointId', 'points', taken) ?? facts(withIds(points, 'pointId', 'P', taken));
};
