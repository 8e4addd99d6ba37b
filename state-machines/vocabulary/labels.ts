/** A text for people, in both languages of the product. */
export interface Bilingual {
  readonly ja: string;
  readonly en: string;
}

/** Who has to act for an order to go on. */
export type NextActor = 'backOffice' | 'customer' | 'warehouse' | 'carrier' | 'supplier' | 'nobody';

/** What every state of a chart says about itself to people; a business person reads the chart by it. */
export interface StateMeta {
  readonly label: Bilingual;
  readonly description: Bilingual;
  /** Step 1 to 7 of the flow, for states of the main region. */
  readonly step?: number;
  readonly nextActor: NextActor;
}
