using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Holdfast.Certificates;

namespace Holdfast.Postgres.Addresses;

/// <summary>
/// Who the server must be, by its certificate. libpq asks the authorities of <c>sslrootcert</c> in every mode in which it encrypts, the
/// driver only in those that say so: that is why it is seen to here.
/// </summary>
internal sealed class ServerCertificate(CertificateDemand demand, string? authorities)
{
    /// <summary>In place of a file: the authorities that the system trusts.</summary>
    public const string System = "system";

    /// <summary>The versions that are spoken; None for the system's choice.</summary>
    public SslProtocols Protocols { get; init; }

    /// <summary>Whether the authority is asked if it has revoked the certificate. The driver asks in those modes only that it checks itself.</summary>
    public bool ChecksRevocation { get; init; }

    /// <summary>The names of hosts that are reached by an address.</summary>
    public IReadOnlyList<(string Address, string Name)> Names { get; init; } = [];

    public CertificateCheck Check { get; } = new(demand, authorities is null ? null : new AuthorityFile(authorities));

    /// <summary>The file that is taken when none is named, as libpq does; null when it is not there.</summary>
    public static string? DefaultAuthorities()
    {
        if (Environment.GetEnvironmentVariable("PGSSLROOTCERT") is { Length: > 0 } named && named != System)
            return named;
        var home = Environment.GetEnvironmentVariable(OperatingSystem.IsWindows() ? "APPDATA" : "HOME");
        var file = string.IsNullOrEmpty(home) ? null : Path.Combine(home, OperatingSystem.IsWindows() ? "postgresql" : ".postgresql", "root.crt");
        return File.Exists(file) ? file : null;
    }

    /// <summary>Sees to it that a connection asks.</summary>
    public void Apply(SslClientAuthenticationOptions options)
    {
        options.TargetHost = Names.FirstOrDefault(host => host.Address == options.TargetHost).Name ?? options.TargetHost;
        if (ChecksRevocation)
            options.CertificateRevocationCheckMode = X509RevocationMode.Online;
        options.EnabledSslProtocols = Protocols;
        options.RemoteCertificateValidationCallback = (_, certificate, chain, errors) => Check.Takes(certificate, chain, errors, options.TargetHost);
    }
}
