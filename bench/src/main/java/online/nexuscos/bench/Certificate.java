package online.nexuscos.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The one that all servers show in the steps over TLS. */
record Certificate(Path file, Path key) {
    /**
     * Makes one of its own signature, on P-256.
     *
     * @throws BenchException there is no openssl
     */
    static Certificate make(Path folder) {
        Certificate made =
                new Certificate(folder.resolve("certificate.pem"), folder.resolve("key.pem"));
        String output =
                Command.run(
                        folder,
                        List.of(
                                "openssl",
                                "req",
                                "-x509",
                                "-newkey",
                                "ec",
                                "-pkeyopt",
                                "ec_paramgen_curve:P-256",
                                "-nodes",
                                "-days",
                                "2",
                                "-subj",
                                "/CN=localhost",
                                "-addext",
                                "subjectAltName=IP:127.0.0.1",
                                "-keyout",
                                made.key.toString(),
                                "-out",
                                made.file.toString()));
        if (!Files.exists(made.file)) {
            throw new BenchException("no certificate was made: " + output);
        }
        return made;
    }
}
