/** The engine that the application stands on. */
export const ENGINE = Symbol('engine');
