package online.nexuscos.services.security;

/** What an account is on this platform. */
enum Role {
    /** Runs the platform. */
    ADMIN,
    /** Has channels and goes live. */
    CREATOR,
    /** Watches. */
    VIEWER
}
