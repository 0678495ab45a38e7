package online.nexuscos.services.security;

/** What an account is on this platform. */
enum Role {
    /** Runs the platform. */
    ADMIN,
    /** Watches over the platform, and changes settings. */
    OPERATOR,
    /** Has channels and goes live. */
    CREATOR,
    /** Watches. */
    VIEWER
}
