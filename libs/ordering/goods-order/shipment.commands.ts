import { documentTypes, type DocumentType } from '#state-machines/goods-order/goods-order.events';
import { contactMedia, type ContactMedium } from '#state-machines/vocabulary/contact';
import { IsCalendarDate, IsInstant } from '../validation/date-rules.ts';
import { IsCount, IsMinorUnits, IsQuantity, IsWholeNumber } from '../validation/number-rules.ts';
import { IsRecordListOf } from '../validation/object-rules.ts';
import { IsIdentifier, IsLine, IsOneOf, IsText } from '../validation/text-rules.ts';
import { Optional } from '../validation/value-rule.ts';
import { MAX_LINES } from './intake.commands.ts';

/** Units of a line. */
export class LineQuantityPayload {
  @IsIdentifier(40)
  readonly lineId!: string;

  @IsQuantity()
  readonly quantity!: number;
}

/** Units of a line that came back, and how many of them are fit for the shelf; all of them where it is left out. */
export class ReturnedQuantityPayload extends LineQuantityPayload {
  @Optional()
  @IsCount()
  readonly restocked?: number;
}

/** How many units of a line that came back are fit for the shelf. */
export class RestockedQuantityPayload {
  @IsIdentifier(40)
  readonly lineId!: string;

  @IsCount()
  readonly restocked!: number;
}

/** A command about one shipment of the order. */
class OfShipment {
  @IsIdentifier(40)
  readonly shipmentId!: string;
}

/** 書類の発行を記録する. */
export class IssueDocument {
  @IsOneOf(documentTypes)
  readonly documentType!: DocumentType;

  @IsLine(60)
  readonly documentNumber!: string;

  @Optional()
  @IsCalendarDate()
  readonly issuedOn?: string;

  @Optional()
  @IsOneOf(contactMedia)
  readonly sentVia?: ContactMedium;

  @Optional()
  @IsIdentifier(40)
  readonly shipmentId?: string;

  @Optional()
  @IsMinorUnits()
  readonly amount?: number;
}

/** 出荷を計画する; all reserved units of one warehouse where no lines are given. */
export class PlanShipment {
  @Optional()
  @IsIdentifier(40)
  readonly shipmentId?: string;

  @Optional()
  @IsIdentifier(40)
  readonly warehouse?: string;

  @Optional()
  @IsRecordListOf(() => LineQuantityPayload, 1, MAX_LINES)
  readonly lines?: LineQuantityPayload[];

  @Optional()
  @IsCalendarDate()
  readonly plannedOn?: string;
}

/** ピッキング完了. */
export class PickShipment extends OfShipment {}

/** 梱包完了. */
export class PackShipment extends OfShipment {
  @IsWholeNumber(1, 10_000)
  readonly packages!: number;

  @Optional()
  @IsWholeNumber(1, 1_000_000_000)
  readonly weightGrams?: number;
}

/** ラベル貼付完了. */
export class LabelShipment extends OfShipment {}

/** 配送業者を手配する. */
export class BookCarrier extends OfShipment {
  @IsLine(100)
  readonly carrier!: string;

  @Optional()
  @IsLine(100)
  readonly service?: string;

  @Optional()
  @IsLine(60)
  readonly trackingNumber?: string;

  @Optional()
  @IsCalendarDate()
  readonly pickupOn?: string;
}

/** 発送する. */
export class DispatchShipment extends OfShipment {
  @Optional()
  @IsCalendarDate()
  readonly dispatchedOn?: string;

  @Optional()
  @IsLine(60)
  readonly trackingNumber?: string;

  @Optional()
  @IsCalendarDate()
  readonly expectedOn?: string;
}

/** 配送状況を記録する. */
export class TrackShipment extends OfShipment {
  @IsLine(100)
  readonly status!: string;

  @Optional()
  @IsLine(100)
  readonly location?: string;

  @Optional()
  @IsInstant()
  readonly observedAt?: string;
}

/** 配達完了を記録する: the carrier's scan, not the customer's word. */
export class RecordDelivery extends OfShipment {
  @Optional()
  @IsInstant()
  readonly deliveredAt?: string;

  @Optional()
  @IsLine(100)
  readonly receivedBy?: string;
}

/** 配達未完了（持ち戻り）を記録する. */
export class RecordDeliveryFailure extends OfShipment {
  @IsText()
  readonly reason!: string;
}

/** 再配達を手配する. */
export class ArrangeRedelivery extends OfShipment {
  @IsCalendarDate()
  readonly expectedOn!: string;

  @Optional()
  @IsLine(40)
  readonly timeSlot?: string;
}

/** 返送を記録する; every unit goes back on the shelf where `restocked` does not say otherwise. */
export class RecordReturnToSender extends OfShipment {
  @IsText()
  readonly reason!: string;

  @Optional()
  @IsRecordListOf(() => RestockedQuantityPayload, 1, MAX_LINES)
  readonly restocked?: RestockedQuantityPayload[];
}

/** 発送前の出荷を取り消す: its units are reserved again. */
export class CancelShipment extends OfShipment {
  @IsText()
  readonly reason!: string;
}

/** 検収を記録する; every unit not yet answered for where no lines are given. */
export class AcceptDelivery extends OfShipment {
  @Optional()
  @IsRecordListOf(() => LineQuantityPayload, 1, MAX_LINES)
  readonly lines?: LineQuantityPayload[];

  @Optional()
  @IsCalendarDate()
  readonly acceptedOn?: string;
}

/** 検収不合格を記録する; every unit not yet answered for where no lines are given. */
export class RefuseDelivery extends OfShipment {
  @IsText()
  readonly reason!: string;

  @Optional()
  @IsRecordListOf(() => LineQuantityPayload, 1, MAX_LINES)
  readonly lines?: LineQuantityPayload[];
}

/** 拒否された品の扱いを決める. */
export class SettleRefusal {
  @IsOneOf(['redeliver', 'cancel'])
  readonly outcome!: 'redeliver' | 'cancel';

  @IsRecordListOf(() => ReturnedQuantityPayload, 1, MAX_LINES)
  readonly lines!: ReturnedQuantityPayload[];
}

/** 明細を取り消す; everything that can still be cancelled where no quantity is given. */
export class CancelLine {
  @IsIdentifier(40)
  readonly lineId!: string;

  @Optional()
  @IsQuantity()
  readonly quantity?: number;

  @IsText()
  readonly reason!: string;
}

/** 受注を取り消す: everything that has not left; the rest goes on. */
export class CancelOrder {
  @IsText()
  readonly reason!: string;
}
