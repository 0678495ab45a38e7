package online.nexuscos.platform.store;

import java.util.Arrays;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs test classes and prints how many passed and failed, with the failures before. */
final class RunOfTests {
    private RunOfTests() {}

    public static void main(String[] classes) {
        LauncherDiscoveryRequest request =
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(
                                Arrays.stream(classes)
                                        .map(DiscoverySelectors::selectClass)
                                        .toList())
                        .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        TestExecutionSummary summary = listener.getSummary();
        summary.getFailures()
                .forEach(each ->
                        System.out.println(
                                each.getTestIdentifier().getDisplayName()
                                        + ": "
                                        + each.getException()));
        System.out.println(
                summary.getTestsSucceededCount()
                        + " passed, "
                        + summary.getTotalFailureCount()
                        + " failed");
        System.exit(0);
    }
}
