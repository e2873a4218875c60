using Holdfast.Items;

namespace Holdfast.Storage;

/// <summary>The reading side of receipts.</summary>
public interface IReceiptReader
{
    /// <summary>The receipt of what was accepted under a dedupe key; null when nothing was, or when it was swept.</summary>
    /// <param name="dedupeKey">The key.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<ItemReceipt?> GetReceiptAsync(string dedupeKey, CancellationToken cancellationToken);
}

/// <summary>That something was accepted.</summary>
/// <param name="Settlement">How it ended; null while it waits.</param>
public sealed record ItemReceipt(Settlement? Settlement);
