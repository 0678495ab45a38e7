package online.nexuscos.services.finance.ledger;

import java.util.Optional;

/**
 * A piece of an exported journal; all pieces, one behind the other, are the file.
 *
 * @param text whole lines
 * @param next what to ask the next piece with; absent on the last one
 * @param head hash of the last transaction in the chain, to be kept elsewhere
 */
record ExportedPiece(String text, Optional<Long> next, String head) {}
