import persistent, { type SubscriptionInfo } from '@eventstore/db-client/generated/persistent_pb.js';
import type { ConnectionReport } from './connections.ts';
import { nameOfSource } from './group-definition.ts';
import { placeText, startText } from './group-source.ts';
import type { GroupReport } from './running-group.ts';

/** Calls without credentials are allowed everything; nobody is known by name. */
const NOBODY = 'anonymous';

const connectionInfo = (connection: ConnectionReport): SubscriptionInfo.ConnectionInfo => {
  const { deliveries, processingTimes } = connection;
  const measurements = Array.from(processingTimes, ([name, milliseconds]) =>
    new persistent.SubscriptionInfo.Measurement().setKey(name).setValue(String(milliseconds)),
  );
  return new persistent.SubscriptionInfo.ConnectionInfo()
    .setFrom(connection.from)
    .setUsername(NOBODY)
    .setConnectionName(connection.connectionName)
    .setAverageItemsPerSecond(deliveries.perSecond)
    .setTotalItems(deliveries.total.toString())
    .setCountSinceLastMeasurement(deliveries.sinceLastMeasurement.toString())
    .setAvailableSlots(connection.availableSlots)
    .setInFlightMessages(connection.inFlight)
    .setObservedMeasurementsList(measurements);
};

/** What a group is and does, as clients read it. */
export const subscriptionInfo = (report: GroupReport): SubscriptionInfo => {
  const { definition, deliveries, counts } = report;
  const { source, settings } = definition;
  return new persistent.SubscriptionInfo()
    .setEventSource(nameOfSource(source))
    .setGroupName(definition.group)
    .setStatus(report.live ? 'Live' : 'Behind')
    .setConnectionsList(report.connections.map(connectionInfo))
    .setAveragePerSecond(deliveries.perSecond)
    .setTotalItems(deliveries.total.toString())
    .setCountSinceLastMeasurement(deliveries.sinceLastMeasurement.toString())
    .setLastCheckpointedEventPosition(placeText(source, report.lastCheckpoint))
    .setLastKnownEventPosition(placeText(source, report.lastKnown))
    .setStartFrom(startText(source, definition.startFrom))
    .setReadBufferCount(counts.history)
    .setLiveBufferCount(counts.live.toString())
    .setRetryBufferCount(counts.retry)
    .setTotalInFlightMessages(counts.inFlight)
    .setOutstandingMessagesCount(counts.outstanding)
    .setParkedMessageCount(report.parked.toString())
    .setResolveLinkTos(settings.resolveLinks)
    .setExtraStatistics(settings.extraStatistics)
    .setMessageTimeoutMilliseconds(settings.messageTimeoutMs)
    .setMaxRetryCount(settings.maxRetryCount)
    .setLiveBufferSize(settings.liveBufferSize)
    .setBufferSize(settings.historyBufferSize)
    .setReadBatchSize(settings.readBatchSize)
    .setCheckPointAfterMilliseconds(settings.checkpointAfterMs)
    .setMinCheckPointCount(settings.minCheckpointCount)
    .setMaxCheckPointCount(settings.maxCheckpointCount)
    .setMaxSubscriberCount(settings.maxSubscriberCount)
    .setNamedConsumerStrategy(settings.strategy);
};
