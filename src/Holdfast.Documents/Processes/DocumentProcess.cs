using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Holdfast.Documents.Drafts;

namespace Holdfast.Documents.Processes;

/// <summary>
/// Reads files in processes of their own, one for each file. A file that exhausts the stack, the memory or the patience of its reader ends
/// that process, and nothing else.
/// </summary>
/// <remarks>
/// The process sees none of this one's environment but what .NET needs, and ends when this one does. Thread-safe; one for the whole program, since
/// it counts how many files are read at once.
/// </remarks>
/// <param name="options">The program, and what it may take.</param>
/// <param name="time">The clock for the time limit.</param>
public sealed class DocumentProcess(DocumentProcessOptions options, TimeProvider time) : IDisposable
{
    private const int MaxErrorSize = 4_096;

    /// <summary>A killed process is gone at once unless the kernel waits for a disk or a network share within it.</summary>
    private static readonly TimeSpan ReapTime = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _places = new(options.MaxAtOnce, options.MaxAtOnce);

    /// <summary>Reads a file; waits before, while as many as may be are read.</summary>
    /// <param name="path">Where it is on this machine; it must stay there until the task has completed.</param>
    /// <param name="name">What it is called where it comes from; may be anything.</param>
    /// <param name="mediaType">Its media type, if one is known; may be wrong.</param>
    /// <param name="limits">How much of it is read.</param>
    /// <param name="cancellationToken">Ends the wait, or the process.</param>
    /// <returns>What was read, with notes on what was not.</returns>
    /// <exception cref="DocumentException">Nothing can be read of it, or (<see cref="DocumentProblem.ReaderFailed"/>) the program is at fault.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the process is gone.</exception>
    public async Task<DocumentText> ReadAsync(string path, string name, string? mediaType, DocumentLimits limits, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(limits);
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await RunAsync(new ReadRequest(Path.GetFullPath(path), name, mediaType, limits), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    private async Task<DocumentText> RunAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        using var process = Start();
        using var timeout = new CancellationTokenSource(options.Timeout, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var error = BoundedOutput.BeginningAsync(process.StandardError.BaseStream, MaxErrorSize, end.Token);
            var output = BoundedOutput.WholeAsync(process.StandardOutput.BaseStream, MaxOutput(request.Limits), end.Token);

            // Its input stays open: that is how it knows that this process is still there.
            await SendAsync(process, request, end.Token).ConfigureAwait(false);
            if (await output.ConfigureAwait(false) is not { } answer)
                throw new DocumentException(DocumentProblem.ReaderFailed, "The program that reads documents said more than it may.");
            await process.WaitForExitAsync(end.Token).ConfigureAwait(false);
            return Understand(answer, process.ExitCode, await error.ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DocumentException(DocumentProblem.TooSlow, $"It took longer than {Seconds()} to read.");
        }
        finally
        {
            await EndAsync(process).ConfigureAwait(false);
        }
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(options.FileName, options.Arguments)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (variable, value) in ReaderEnvironment.Of(Environment.GetEnvironmentVariables(), options.MaxMemoryBytes))
            start.Environment[variable] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            throw new DocumentException(DocumentProblem.ReaderFailed, "The program that reads documents could not be started.", e);
        }
    }

    private static async Task SendAsync(Process process, ReadRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var line = JsonSerializer.SerializeToUtf8Bytes(request, ProcessJson.Compact.ReadRequest);
            await process.StandardInput.BaseStream.WriteAsync(line, cancellationToken).ConfigureAwait(false);
            await process.StandardInput.BaseStream.WriteAsync("\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
            await process.StandardInput.BaseStream.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // It has ended already, and says why by its exit code.
        }
    }

    private DocumentText Understand(ReadOnlyMemory<byte> answer, int exitCode, string error)
    {
        ReadAnswer? read = null;
        try
        {
            if (exitCode == 0)
                read = JsonSerializer.Deserialize(answer.Span, ProcessJson.Compact.ReadAnswer);
        }
        catch (JsonException e)
        {
            throw new DocumentException(DocumentProblem.ReaderFailed, "The program that reads documents gave no answer that can be understood.", e);
        }

        if (read?.Text is { } text)
            return text;
        if (read is { Problem: { } problem, Message: { } message } && problem != DocumentProblem.TooMuchMemory)
            throw new DocumentException(problem, message);
        if (read?.Problem == DocumentProblem.TooMuchMemory || error.Contains("Out of memory", StringComparison.OrdinalIgnoreCase))
            throw new DocumentException(DocumentProblem.TooMuchMemory, $"It needs more memory than {Words.Bytes(options.MaxMemoryBytes)} to read.");
        if (error.Contains("Stack overflow", StringComparison.OrdinalIgnoreCase))
            throw new DocumentException(DocumentProblem.Damaged, "It is nested too deeply to be read.");
        throw new DocumentException(DocumentProblem.ReaderFailed, $"The program that reads documents ended with code {exitCode}.");
    }

    /// <summary>Kills what is still there, and waits until it is gone: the file may be deleted then.</summary>
    private async Task EndAsync(Process process)
    {
        if (process.HasExited)
            return;
        try
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).WaitAsync(ReapTime, time, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException or TimeoutException)
        {
            // It has ended by itself; or the kernel waits within it, and nobody can do more.
        }
    }

    /// <summary>Six bytes for a character at worst, four for three of a picture, and room for all that is around them.</summary>
    private static long MaxOutput(DocumentLimits limits) => 1_000_000 + (6L * limits.MaxCharacters) + (2L * limits.MaxPictures * limits.MaxPictureBytes);

    private string Seconds() => options.Timeout < TimeSpan.FromSeconds(1) ? $"{options.Timeout.TotalMilliseconds:0} ms" : $"{options.Timeout.TotalSeconds:0} s";
}
