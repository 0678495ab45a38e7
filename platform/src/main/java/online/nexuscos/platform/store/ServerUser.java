package online.nexuscos.platform.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.List;

/**
 * Who a server runs as: ourselves, unless we are root, since a server that strangers' input reaches
 * has no business being root (and PostgreSQL refuses). Then it is the owner of its data, else the
 * user {@code nexus} where there is one, else {@code nobody}.
 *
 * @param name empty for ourselves
 */
record ServerUser(String name) {
    private static final ServerUser OURSELVES = new ServerUser("");
    private static final List<String> CANDIDATES = List.of("nexus", "nobody");

    /**
     * Chooses the user.
     *
     * @param data the folder of the server's data; need not exist
     */
    static ServerUser of(Path data) throws IOException, StoreException {
        if (!weAreRoot()) {
            return OURSELVES;
        }
        if (Files.exists(data) && !Files.getOwner(data).getName().equals("root")) {
            return new ServerUser(Files.getOwner(data).getName());
        }
        for (String candidate : CANDIDATES) {
            if (exists(data, candidate)) {
                return new ServerUser(candidate);
            }
        }
        throw new StoreException("no user to run a server as: create one named nexus");
    }

    private static boolean exists(Path path, String name) throws IOException {
        try {
            principal(path, name);
            return true;
        } catch (UserPrincipalNotFoundException e) {
            return false;
        }
    }

    private static boolean weAreRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid") instanceof Integer uid
                && uid == 0;
    }

    boolean isOther() {
        return !name.isEmpty();
    }

    /** The command, run by this user; it gets the signal when the thread that starts it ends. */
    List<String> command(String deathSignal, List<String> command)
            throws IOException, StoreException {
        List<String> all = new ArrayList<>(List.of("setpriv", "--pdeathsig", deathSignal));
        if (isOther()) {
            all.addAll(
                    List.of(
                            "--reuid",
                            name,
                            "--regid",
                            group(),
                            "--clear-groups",
                            "--inh-caps=-all",
                            "--no-new-privs"));
        }
        all.add("--");
        all.addAll(command);
        return all;
    }

    private String group() throws IOException, StoreException {
        return Program.run(List.of("id", "-g", name), "").strip();
    }

    /** Gives a file or folder to this user. */
    void own(Path path) throws IOException {
        if (isOther()) {
            PosixFileAttributeView view =
                    Files.getFileAttributeView(path, PosixFileAttributeView.class);
            view.setOwner(principal(path, name));
        }
    }

    /** Whether this user may go to the folder, which is there. */
    boolean canReach(Path folder) throws IOException {
        if (!isOther()) {
            return Files.isExecutable(folder);
        }
        try {
            Program.run(command("KILL", List.of("test", "-x", folder.toString())), "");
            return true;
        } catch (StoreException e) {
            return false;
        }
    }

    private static UserPrincipal principal(Path path, String name) throws IOException {
        return path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(name);
    }
}
