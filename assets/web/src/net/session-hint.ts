const KEY = "nexus.session";

/**
 * Whether this browser may have a session; its cookie is out of a page's sight. Pages for
 * everybody ask the server who looks only then, so that watching asks for no account.
 */
export function mayHaveSession(): boolean {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    return true;
  }
}

export function noteSession(signedIn: boolean): void {
  try {
    if (signedIn) localStorage.setItem(KEY, "1");
    else localStorage.removeItem(KEY);
  } catch {
    // Without storage, pages ask each time.
  }
}
