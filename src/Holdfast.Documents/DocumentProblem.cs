namespace Holdfast.Documents;

/// <summary>Why there is no text of a file.</summary>
public enum DocumentProblem
{
    /// <summary>It is of a kind that is not read; the message says what to do instead.</summary>
    Unsupported,

    /// <summary>It is encrypted with a password.</summary>
    Encrypted,

    /// <summary>It holds nothing.</summary>
    Empty,

    /// <summary>It is broken, or not what its first bytes say.</summary>
    Damaged,

    /// <summary>It is larger than the limits, packed or unpacked.</summary>
    TooLarge,

    /// <summary>Reading it takes more memory than the reader may have.</summary>
    TooMuchMemory,

    /// <summary>Reading it takes longer than the reader may take.</summary>
    TooSlow,

    /// <summary>Not the file but the reader is at fault: it could not be started, or ended for no known reason. For an operator, not for the user.</summary>
    ReaderFailed,
}
