using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Holdfast.Certificates;

/// <summary>Decides whether a server's certificate is taken, and remembers why the last one was not: the system's error does not say it.</summary>
/// <param name="demand">What is asked.</param>
/// <param name="authorities">Who is trusted; null for the authorities of the system.</param>
public sealed class CertificateCheck(CertificateDemand demand, AuthorityFile? authorities)
{
    private volatile string? _problem;

    /// <summary>What is asked.</summary>
    public CertificateDemand Demand => demand;

    /// <summary>Who is trusted; null for the authorities of the system.</summary>
    public AuthorityFile? Authorities => authorities;

    /// <summary>Whether the authorities of the system are trusted beside those of the file.</summary>
    public bool TrustsSystem { get; init; }

    /// <summary>Why the last one was not taken, as a part of a sentence; null when it was.</summary>
    public string? Problem => _problem;

    /// <summary>Whether one is taken.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="chain">How the system sees it.</param>
    /// <param name="errors">What the system says of it.</param>
    /// <param name="host">Who it is to be of.</param>
    public bool Takes(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, string? host)
    {
        if (demand == CertificateDemand.Nothing)
            return true;
        _problem = certificate is not X509Certificate2 shown || chain is null ? "it shows no certificate"
            : demand == CertificateDemand.ChainAndName && errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? $"its certificate is not for {host}"
            : WhyNotTrusted(shown, chain, errors);
        return _problem is null;
    }

    private string? WhyNotTrusted(X509Certificate2 certificate, X509Chain chain, SslPolicyErrors errors)
    {
        var isTrusted = !errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors);
        if (authorities is null)
            return isTrusted ? null : $"no authority of this system vouches for its certificate ({StatusOf(chain)})";
        if (isTrusted && TrustsSystem)
            return null;
        var (trusted, problem) = authorities.Load();
        if (problem is not null)
            return $"{authorities.Path} {problem}";
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(trusted);
        chain.ChainPolicy.ExtraStore.AddRange(trusted);
        return chain.Build(certificate) ? null : $"no authority in {authorities.Path} vouches for its certificate ({StatusOf(chain)})";
    }

    private static string StatusOf(X509Chain chain) => string.Join(", ", chain.ChainStatus.Select(static status => status.Status).Distinct());
}
