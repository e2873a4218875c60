using System.Buffers;
using System.Text;
using Holdfast.Mcp.Configuration;
using Holdfast.Text;
using Microsoft.Extensions.Logging;

namespace Holdfast.Mcp.Transports;

/// <summary>What a program complains of, for the log: line by line, without its secrets, and no more of it than somebody would read.</summary>
/// <param name="server">Whose it is.</param>
/// <param name="mask">Takes its secrets out.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where it is written.</param>
internal sealed partial class ErrorLines(string server, SecretMask mask, TimeProvider time, ILogger logger)
{
    /// <summary>The most lines that are written in one <see cref="Window"/>.</summary>
    public const int MostInWindow = 20;

    private const int MaxLine = 500;

    /// <summary>More than is shown: a secret must not be cut in two where it could not be recognised any more.</summary>
    private const int MaxKept = 8_000;

    private const int ChunkBytes = 4 * 1024;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly StringBuilder _line = new();
    private long _windowBegan = time.GetTimestamp();
    private int _inWindow;
    private long _leftOut;

    /// <summary>The last line with something in it: programs say last why they end. Null before any.</summary>
    public string? Last { get; private set; }

    /// <summary>Reads to the end; never throws.</summary>
    public async Task ReadAsync(Stream errors, CancellationToken cancellationToken)
    {
        var decoder = Encoding.UTF8.GetDecoder();
        var bytes = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        var characters = ArrayPool<char>.Shared.Rent(Encoding.UTF8.GetMaxCharCount(bytes.Length));
        try
        {
            while (await errors.ReadAsync(bytes, cancellationToken) is > 0 and var read)
                Take(characters.AsSpan(0, decoder.GetChars(bytes.AsSpan(0, read), characters, flush: false)));
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The program is gone: what it said so far counts.
        }

        ArrayPool<byte>.Shared.Return(bytes);
        ArrayPool<char>.Shared.Return(characters);
        EndLine();
        TellLeftOut();
    }

    private void Take(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (c == '\n')
                EndLine();
            else if (_line.Length < MaxKept)
                _line.Append(char.IsControl(c) ? ' ' : c);
        }
    }

    private void EndLine()
    {
        var line = TextCut.Beginning(mask.Hide(_line.ToString().Trim()), MaxLine);
        _line.Clear();
        if (line.Length == 0)
            return;
        Last = line;
        if (time.GetElapsedTime(_windowBegan) >= Window)
        {
            TellLeftOut();
            (_windowBegan, _inWindow) = (time.GetTimestamp(), 0);
        }

        if (++_inWindow <= MostInWindow)
            LogSaid(server, line);
        else
            _leftOut++;
    }

    private void TellLeftOut()
    {
        if (_leftOut > 0)
            LogLeftOut(server, _leftOut);
        _leftOut = 0;
    }

    [LoggerMessage(4200, LogLevel.Information, "MCP server {Server} says: {Line}")]
    private partial void LogSaid(string server, string line);

    [LoggerMessage(4201, LogLevel.Information, "MCP server {Server} said {Lines} more lines, which are left out")]
    private partial void LogLeftOut(string server, long lines);
}
