using System.Text;

namespace Holdfast.Documents.Processes;

/// <summary>What a process writes, up to a bound.</summary>
internal static class BoundedOutput
{
    private const int Piece = 65_536;

    /// <summary>All of it; null where it is more than is wanted, of which the rest is not read.</summary>
    internal static async Task<ReadOnlyMemory<byte>?> WholeAsync(Stream stream, long most, CancellationToken cancellationToken)
    {
        using var kept = new MemoryStream();
        var piece = new byte[Piece];
        while (await stream.ReadAsync(piece, cancellationToken).ConfigureAwait(false) is > 0 and var read)
        {
            if (kept.Length + read > most)
                return null;
            kept.Write(piece, 0, read);
        }

        return kept.GetBuffer().AsMemory(0, (int)kept.Length);
    }

    /// <summary>Its beginning. All is read: a process waits for ever for somebody to take what it says.</summary>
    internal static async Task<string> BeginningAsync(Stream stream, int most, CancellationToken cancellationToken)
    {
        using var kept = new MemoryStream();
        var piece = new byte[Piece];
        while (await stream.ReadAsync(piece, cancellationToken).ConfigureAwait(false) is > 0 and var read)
            kept.Write(piece, 0, Math.Min(read, most - (int)kept.Length));
        return Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length);
    }
}
