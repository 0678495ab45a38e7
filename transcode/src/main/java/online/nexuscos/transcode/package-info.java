/** What streamcore asks of FFmpeg, and the test picture that shows it all at work. */
@org.jspecify.annotations.NullMarked
package online.nexuscos.transcode;
