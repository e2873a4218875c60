using System.Text.Json;
using Holdfast.Documents.Reading;

namespace Holdfast.Documents.Processes;

/// <summary>The side of <see cref="DocumentProcess"/> in the process that it starts: a program calls it in its <c>Main</c>, as all that it does.</summary>
public static class DocumentCommand
{
    private const int MaxRequest = 100_000;

    /// <summary>Documents that people make are nested more deeply than the usual stack of a thread bears, now and then.</summary>
    private const int StackSize = 16 * 1024 * 1024;

    /// <summary>Reads the file that the input names, and writes what is in it to the output. Ends early when the input does: whoever asked is gone then.</summary>
    /// <param name="input">Standard input.</param>
    /// <param name="output">Standard output, to which nothing else is written.</param>
    /// <returns>The exit code for <c>Main</c> to return at once, whatever threads still do: 0 when there is an answer, even that nothing can be read.</returns>
    public static Task<int> RunAsync(Stream input, Stream output) => RunAsync(input, output, Read);

    /// <summary>The same with another way to read, for tests.</summary>
    internal static async Task<int> RunAsync(Stream input, Stream output, Func<ReadRequest, CancellationToken, DocumentText> read)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        if (await RequestAsync(input).ConfigureAwait(false) is not { } request)
            return 2;
        using var orphaned = new CancellationTokenSource();
        var reading = OnThreadOfItsOwn(() => Answer(request, read, orphaned.Token));
        var alone = EndAsync(input);
        if (await Task.WhenAny(reading, alone).ConfigureAwait(false) == alone)
        {
            await orphaned.CancelAsync().ConfigureAwait(false);
            return 3;
        }

        await output.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(await reading.ConfigureAwait(false), ProcessJson.Compact.ReadAnswer), CancellationToken.None).ConfigureAwait(false);
        await output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        return 0;
    }

    private static async Task<ReadRequest?> RequestAsync(Stream input)
    {
        var line = new byte[MaxRequest];
        var length = 0;
        while (length < line.Length && !line.AsSpan(0, length).EndsWith("\n"u8))
        {
            var read = await input.ReadAsync(line.AsMemory(length), CancellationToken.None).ConfigureAwait(false);
            if (read == 0)
                return null;
            length += read;
        }

        try
        {
            return JsonSerializer.Deserialize(line.AsSpan(0, length), ProcessJson.Compact.ReadRequest);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            // Nobody but another program calls it, and the exit code tells that.
            return null;
        }
    }

    /// <summary>Completes when the input ends. What else comes is read away.</summary>
    private static async Task EndAsync(Stream input)
    {
        var rest = new byte[64];
        while (await input.ReadAsync(rest, CancellationToken.None).ConfigureAwait(false) > 0)
        {
            // Nothing else is said to it.
        }
    }

    private static Task<ReadAnswer> OnThreadOfItsOwn(Func<ReadAnswer> work)
    {
        var done = new TaskCompletionSource<ReadAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(Work, StackSize) { IsBackground = true, Name = "document" };
        thread.Start();
        return done.Task;

        void Work()
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        }
    }

    private static DocumentText Read(ReadRequest request, CancellationToken cancellationToken)
    {
        using var file = new FileStream(request.Path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 65_536);
        return DocumentReader.Read(request.Name, request.MediaType, file, request.Limits, cancellationToken);
    }

    private static ReadAnswer Answer(ReadRequest request, Func<ReadRequest, CancellationToken, DocumentText> read, CancellationToken cancellationToken)
    {
        try
        {
            return new ReadAnswer(read(request, cancellationToken), null, null);
        }
        catch (DocumentException e)
        {
            return new ReadAnswer(null, e.Problem, e.Message);
        }
        catch (OutOfMemoryException)
        {
            return new ReadAnswer(null, DocumentProblem.TooMuchMemory, "");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new ReadAnswer(null, DocumentProblem.ReaderFailed, "The program that reads documents could not open the file.");
        }
        catch (OperationCanceledException)
        {
            return new ReadAnswer(null, DocumentProblem.ReaderFailed, "The program that reads documents was left alone.");
        }
    }
}
