/** By what a probe that speaks HTTP names itself to those it looks at. */
export const userAgent = 'Prahari/0.1 (outage observatory)'
