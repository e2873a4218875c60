using System.ClientModel;
using System.ClientModel.Primitives;

namespace Holdfast.AI.OpenAI;

/// <summary>
/// Has a request carry its body in an array of its size. The client writes it into buffers of 16 kB and keeps them until the model answers: with
/// 5,000 calls that a model had stalled, that was two fifths of what each held.
/// </summary>
internal sealed class CompactBody : PipelinePolicy
{
    /// <inheritdoc/>
    public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        Compact(message.Request);
        ProcessNext(message, pipeline, currentIndex);
    }

    /// <inheritdoc/>
    public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        Compact(message.Request);
        return ProcessNextAsync(message, pipeline, currentIndex);
    }

    private static void Compact(PipelineRequest request)
    {
        if (request.Content is not { } content || !content.TryComputeLength(out var length) || length > Array.MaxLength)
            return;
        var bytes = new byte[length];
        using (var stream = new MemoryStream(bytes))
            content.WriteTo(stream, CancellationToken.None);
        request.Content = BinaryContent.Create(BinaryData.FromBytes(bytes));
        content.Dispose();
    }
}
