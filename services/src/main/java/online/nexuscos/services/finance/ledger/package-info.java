/**
 * The ledger: double-entry bookkeeping for each organisation, over PostgreSQL. docs/ledger.md tells
 * how it is used and what it guarantees.
 */
@org.jspecify.annotations.NullMarked
package online.nexuscos.services.finance.ledger;
