const SEEN_MS = 1000;
/** A page nobody looks at asks less often. */
const HIDDEN_MS = 15000;

/** How long a page for those who work with the platform waits before it asks again. */
export const POLL = () => (document.hidden ? HIDDEN_MS : SEEN_MS);
