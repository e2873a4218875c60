namespace Holdfast.Certificates;

/// <summary>What is asked about a server's certificate.</summary>
public enum CertificateDemand
{
    /// <summary>Nothing: the connection is encrypted, with whomever.</summary>
    Nothing,

    /// <summary>That an authority that is trusted has signed it.</summary>
    Chain,

    /// <summary>And that it is the host's.</summary>
    ChainAndName,
}
