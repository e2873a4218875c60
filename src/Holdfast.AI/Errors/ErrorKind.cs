namespace Holdfast.AI.Errors;

/// <summary>What is wrong with a provider, or with what it was asked. A closed set, each with words of its own (<see cref="ErrorWording"/>).</summary>
internal enum ErrorKind
{
    /// <summary>It refuses, and nothing says why.</summary>
    Refused = 1,

    /// <summary>Its account has nothing left to pay with.</summary>
    NoCredit,

    /// <summary>Too many requests for now.</summary>
    RateLimited,

    /// <summary>It has too much to do, or is still loading the model.</summary>
    Overloaded,

    /// <summary>It does not take the key.</summary>
    WrongKey,

    /// <summary>It does not have the model, or not for this account.</summary>
    WrongModel,

    /// <summary>There is nothing at this address that talks to models.</summary>
    WrongAddress,

    /// <summary>It sends to another address.</summary>
    Moved,

    /// <summary>It does not want to answer this.</summary>
    Moderated,

    /// <summary>It does not serve the country in which the server runs.</summary>
    WrongRegion,

    /// <summary>The conversation is longer than the model reads.</summary>
    TooLong,

    /// <summary>It does not take tools, or one of them.</summary>
    ToolsRefused,

    /// <summary>It has trouble of its own.</summary>
    Troubled,

    /// <summary>It gave no answer.</summary>
    Unreachable,

    /// <summary>It gave an answer that cannot be read.</summary>
    Unreadable,

    /// <summary>A web page came in place of an answer.</summary>
    WebPage,
}
