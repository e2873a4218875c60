namespace Holdfast.Storage;

/// <summary>What an append did for one item.</summary>
public enum AppendResult
{
    /// <summary>The item is durable.</summary>
    Appended = 1,

    /// <summary>An item with the same dedupe key was accepted before; nothing changed.</summary>
    Duplicate = 2,
}
