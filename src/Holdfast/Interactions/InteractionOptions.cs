using System.ComponentModel.DataAnnotations;

namespace Holdfast.Interactions;

/// <summary>How clicks and commands are handled. Section <c>Interactions</c>.</summary>
public sealed class InteractionOptions
{
    /// <summary>The most handled at once; each is a short piece of work that a person waits for. Default: 256.</summary>
    [Range(1, 10_000)]
    public int Concurrency { get; set; } = 256;
}
