namespace Holdfast.Simulator.Streams;

/// <summary>One piece of a streamed message, as a call brings it.</summary>
internal abstract record StreamChunk
{
    /// <summary>How much the message grows by it.</summary>
    public abstract int Length { get; }

    /// <summary>More text, in Markdown.</summary>
    public sealed record MoreText(string Markdown) : StreamChunk
    {
        public override int Length => Markdown.Length;
    }

    /// <summary>A task begins, or has got further.</summary>
    public sealed record Task(string Id, string Title, string Status) : StreamChunk
    {
        public string Details { get; init; } = "";

        public string Output { get; init; } = "";

        /// <summary>Each an element of type <c>url</c>, as JSON text.</summary>
        public IReadOnlyList<string> Sources { get; init; } = [];

        public override int Length => Id.Length + Title.Length + Details.Length + Output.Length + Sources.Sum(source => source.Length);
    }

    /// <summary>What the plan is called.</summary>
    public sealed record Plan(string Title) : StreamChunk
    {
        public override int Length => Title.Length;
    }

    /// <summary>Blocks, each as JSON text.</summary>
    public sealed record MoreBlocks(IReadOnlyList<string> Blocks) : StreamChunk
    {
        public override int Length => Blocks.Sum(block => block.Length);
    }
}
