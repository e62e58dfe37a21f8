/** By what we name ourselves to those whom we ask by HTTP. */
export const userAgent = 'Prahari/0.1 (outage observatory)'
