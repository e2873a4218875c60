using System.Buffers;
using Microsoft.Extensions.Logging;

namespace Holdfast.Jobs.Processes;

/// <summary>Reads both outputs of a process into one bounded text, and tells about it.</summary>
internal sealed partial class OutputCollector(ProcessOrder order, TimeProvider time, Action<ProcessProgress>? progress, ILogger logger) : IDisposable
{
    private const int ChunkBytes = 16 * 1024;
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly HeadAndTail _kept = new(order.MaxOutputBytes);
    private readonly CancellationTokenSource _tooMuch = new();
    private readonly long _started = time.GetTimestamp();
    private long _bytes;
    private TimeSpan? _reported;

    /// <summary>Cancelled when there is more output than the process may write.</summary>
    internal CancellationToken TooMuch => _tooMuch.Token;

    internal bool IsTooMuch => _tooMuch.IsCancellationRequested;

    /// <summary>Reads an output until its end, until there is too much, or until cancelled; never throws.</summary>
    internal async Task ReadAsync(Stream output, CancellationToken cancellationToken)
    {
        var cleaner = new OutputCleaner(_kept);
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            int read;
            while (!IsTooMuch && (read = await output.ReadAsync(buffer, cancellationToken)) > 0)
            {
                // What is not read any more blocks the process, which is about to be ended.
                if (!Append(cleaner, buffer.AsSpan(0, read)))
                    await _tooMuch.CancelAsync();
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The process is gone, and one that escaped from its job holds the other end: the output so far counts.
        }

        ArrayPool<byte>.Shared.Return(buffer);
        lock (_lock)
            cleaner.End();
    }

    internal ProcessResult Result(ProcessEnd end, int? exitCode)
    {
        lock (_lock)
            return new ProcessResult(end, exitCode, _kept.Text(), _bytes, _kept.IsCut || IsTooMuch, time.GetElapsedTime(_started));
    }

    public void Dispose() => _tooMuch.Dispose();

    private bool Append(OutputCleaner cleaner, ReadOnlySpan<byte> chunk)
    {
        lock (_lock)
        {
            _bytes += chunk.Length;
            cleaner.Append(chunk);
            // Within the lock, so that the two outputs do not tell at once and out of order.
            Tell();
            return _bytes <= order.HardOutputBytes;
        }
    }

    private void Tell()
    {
        var elapsed = time.GetElapsedTime(_started);
        if (progress is null || elapsed - _reported < ProgressInterval)
            return;
        _reported = elapsed;
        try
        {
            progress(new ProcessProgress(elapsed, _bytes, _kept.LastLine()));
        }
        catch (Exception exception)
        {
            LogProgressFailed(exception, order.Id);
        }
    }

    [LoggerMessage(955, LogLevel.Error, "Reporting the progress of job {Job} failed.")]
    private partial void LogProgressFailed(Exception exception, string job);
}
