package online.nexuscos.platform.sql;

import io.vertx.core.Future;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import online.nexuscos.platform.store.Await;
import org.jspecify.annotations.Nullable;

/** Statements on one connection, or on any of the pool. */
class Session implements Statements {
    private final SqlClient client;
    private final Duration patience;

    Session(SqlClient client, Duration patience) {
        this.client = client;
        this.patience = patience;
    }

    @Override
    public <T> List<T> query(String sql, Mapper<T> mapper, @Nullable Object... parameters) {
        RowSet<io.vertx.sqlclient.Row> rows = await(send(sql, Parameters.tuple(parameters)));
        List<T> result = new ArrayList<>(rows.size());
        for (io.vertx.sqlclient.Row row : rows) {
            result.add(mapper.map(new Row(row)));
        }
        return result;
    }

    @Override
    public int execute(String sql, @Nullable Object... parameters) {
        return await(send(sql, Parameters.tuple(parameters))).rowCount();
    }

    @Override
    public int batch(String sql, List<? extends List<? extends @Nullable Object>> parameters) {
        return parameters.isEmpty() ? 0 : changed(await(sendBatch(sql, parameters)));
    }

    Future<RowSet<io.vertx.sqlclient.Row>> send(String sql, Tuple parameters) {
        return client.preparedQuery(sql).execute(parameters);
    }

    /** A command without parameters, such as BEGIN. */
    Future<RowSet<io.vertx.sqlclient.Row>> send(String command) {
        return client.query(command).execute();
    }

    Future<RowSet<io.vertx.sqlclient.Row>> sendBatch(
            String sql, List<? extends List<? extends @Nullable Object>> parameters) {
        List<Tuple> tuples = new ArrayList<>(parameters.size());
        parameters.forEach(each -> tuples.add(Parameters.tuple(each)));
        return client.preparedQuery(sql).executeBatch(tuples);
    }

    <T extends @Nullable Object> T await(Future<T> answer) {
        try {
            return Await.result(answer, patience);
        } catch (Throwable e) {
            throw Failures.of(e);
        }
    }

    Duration patience() {
        return patience;
    }

    private static int changed(RowSet<io.vertx.sqlclient.Row> rows) {
        int changed = 0;
        for (RowSet<io.vertx.sqlclient.Row> each = rows; each != null; each = each.next()) {
            changed += each.rowCount();
        }
        return changed;
    }
}
