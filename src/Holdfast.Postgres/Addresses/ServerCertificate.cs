using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Holdfast.Postgres.Addresses;

/// <summary>What is asked about a server's certificate.</summary>
internal enum CertificateDemand
{
    /// <summary>Nothing: the connection is encrypted, with whomever.</summary>
    Nothing,

    /// <summary>That an authority that is trusted has signed it.</summary>
    Chain,

    /// <summary>And that it is the host's.</summary>
    ChainAndName,
}

/// <summary>
/// Who the server must be, by its certificate. libpq asks the authorities of <c>sslrootcert</c> in every mode in which it encrypts, the
/// driver only in those that say so: that is why it is seen to here.
/// </summary>
internal sealed class ServerCertificate(CertificateDemand demand, string? authorities)
{
    /// <summary>In place of a file: the authorities that the system trusts.</summary>
    public const string System = "system";

    private volatile string? _problem;

    /// <summary>The versions that are spoken; None for the system's choice.</summary>
    public SslProtocols Protocols { get; init; }

    /// <summary>The names of hosts that are reached by an address.</summary>
    public IReadOnlyDictionary<string, string> Names { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    public CertificateDemand Demand => demand;

    /// <summary>The file with the authorities that are asked; null for the system's.</summary>
    public string? Authorities => authorities;

    /// <summary>Why the last one was not taken, as the end of a sentence.</summary>
    public string? Problem => _problem;

    /// <summary>The file that is taken when none is named, as libpq does; null when it is not there.</summary>
    public static string? DefaultAuthorities()
    {
        if (Environment.GetEnvironmentVariable("PGSSLROOTCERT") is { Length: > 0 } named && named != System)
            return named;
        var home = Environment.GetEnvironmentVariable(OperatingSystem.IsWindows() ? "APPDATA" : "HOME");
        var file = string.IsNullOrEmpty(home) ? null : Path.Combine(home, OperatingSystem.IsWindows() ? "postgresql" : ".postgresql", "root.crt");
        return File.Exists(file) ? file : null;
    }

    /// <summary>Makes sure that there are authorities in the file.</summary>
    /// <exception cref="NotUsableException">There are none.</exception>
    public void Check()
    {
        if (authorities is not null)
            _ = Load(authorities);
    }

    /// <summary>Sees to it that a connection asks.</summary>
    public void Apply(SslClientAuthenticationOptions options)
    {
        if (options.TargetHost is { } host && Names.TryGetValue(host, out var name))
            options.TargetHost = name;
        options.EnabledSslProtocols = Protocols;
        options.RemoteCertificateValidationCallback = (_, certificate, chain, errors) => IsTaken(certificate, chain, errors, options.TargetHost);
    }

    private bool IsTaken(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, string? host)
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
        if (authorities is null)
            return errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) ? $"no authority of this system vouches for its certificate ({Status(chain)})" : null;
        try
        {
            // Read again each time: the file may be replaced while the server runs.
            var trusted = Load(authorities);
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(trusted);
            chain.ChainPolicy.ExtraStore.AddRange(trusted);
            return chain.Build(certificate) ? null : $"no authority in {authorities} vouches for its certificate ({Status(chain)})";
        }
        catch (NotUsableException e)
        {
            return e.Message;
        }
    }

    private static string Status(X509Chain chain) => string.Join(", ", chain.ChainStatus.Select(static status => status.Status).Distinct());

    private static X509Certificate2Collection Load(string file)
    {
        var found = new X509Certificate2Collection();
        try
        {
            if (Path.GetExtension(file).Equals(".pfx", StringComparison.OrdinalIgnoreCase))
                found.Add(X509CertificateLoader.LoadPkcs12FromFile(file, password: null));
            else
                found.ImportFromPemFile(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new NotUsableException($"sslrootcert names {file}, which cannot be read: {e.Message}", e);
        }

        return found.Count > 0 ? found : throw new NotUsableException($"sslrootcert names {file}, in which there is no certificate (PEM).");
    }
}
