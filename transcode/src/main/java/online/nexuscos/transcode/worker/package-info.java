/**
 * The supervised child: a process of the same program that reads strangers' bytes natively. What
 * goes wrong in it costs its own jobs, never the server. {@link
 * online.nexuscos.transcode.worker.WorkerPool} is the server's side, {@link
 * online.nexuscos.transcode.worker.WorkerMain} the child's; between them lies one local socket a
 * job, with the frames of {@link online.nexuscos.transcode.worker.FrameReader}.
 */
@org.jspecify.annotations.NullMarked
package online.nexuscos.transcode.worker;
