/** A postal address and who is there. `lines` go from the largest part to the smallest, as written in Japan. */
export interface Address {
  readonly name: string;
  readonly postalCode?: string;
  readonly region?: string;
  readonly city?: string;
  readonly lines: readonly string[];
  /** ISO 3166-1 alpha-2 where known, else the country's name as the customer gave it. */
  readonly country: string;
  readonly phone?: string;
}

/** How to reach the person who placed the order. */
export interface ContactPerson {
  readonly name: string;
  readonly email?: string;
  readonly phone?: string;
}
