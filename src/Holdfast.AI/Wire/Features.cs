namespace Holdfast.AI.Wire;

/// <summary>Parts of the protocol that not every endpoint has, or not with every model.</summary>
[Flags]
internal enum Features
{
    None = 0,

    /// <summary>Calling tools.</summary>
    Tools = 1,

    /// <summary>Saying in a stream what it took.</summary>
    StreamOptions = 2,

    /// <summary>A role for instructions.</summary>
    SystemRole = 4,

    /// <summary>An answer piece by piece.</summary>
    Streaming = 8,

    /// <summary>Choosing whether several tools are called at once.</summary>
    ParallelCalls = 16,

    /// <summary>Choosing the temperature.</summary>
    Temperature = 32,

    /// <summary>A limit for the answer under the name <c>max_tokens</c>; without it the limit has its later name.</summary>
    MaxTokens = 64,

    /// <summary>Taking back what the provider hung on its own messages.</summary>
    ProviderFields = 128,

    /// <summary>Telling in a few words what was thought.</summary>
    Summaries = 256,

    /// <summary>Handing out what was thought, sealed, so that it can come back.</summary>
    SealedThinking = 512,

    /// <summary>Taking back items of an earlier answer: about one conversation, and not about the endpoint.</summary>
    EarlierItems = 1024,

    /// <summary>Seeing pictures.</summary>
    Pictures = 2048,

    /// <summary>Choosing how much is thought.</summary>
    Effort = 4096,

    /// <summary>What nobody misses.</summary>
    Trimmings = Effort | StreamOptions | ParallelCalls | Temperature | MaxTokens | Summaries | SealedThinking,
}
