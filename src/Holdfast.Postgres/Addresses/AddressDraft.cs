using System.Globalization;
using System.Security.Authentication;
using Holdfast.Certificates;
using Npgsql;

namespace Holdfast.Postgres.Addresses;

/// <summary>What the parameters of an address say, before it is put together into what the driver is told.</summary>
internal sealed class AddressDraft
{
    /// <summary>What the system waits before it looks whether the other side is there, where only the rest is set (Linux, tcp(7)).</summary>
    private const int SystemIdle = 7_200;

    /// <summary>The most seconds that the driver takes.</summary>
    private const int MaxConnectTimeout = 1_024;

    private AddressDraft(NpgsqlConnectionStringBuilder settings) => Settings = settings;

    public NpgsqlConnectionStringBuilder Settings { get; }

    public List<string> PassedOver { get; } = [];

    /// <summary>Names or folders, with commas between them.</summary>
    public string? Hosts { get; set; }

    /// <summary>Where they are, without asking DNS; the names are then for their certificates.</summary>
    public string? HostAddresses { get; set; }

    /// <summary>One for all of them, or one for each.</summary>
    public string? Ports { get; set; }

    public int? ConnectTimeout { get; set; }

    public string? FallbackName { get; set; }

    public bool IsKeptAlive { get; set; } = true;

    public int? KeepAliveIdle { get; set; }

    public int? KeepAliveInterval { get; set; }

    public string? SessionAttributes { get; set; }

    public string? SslMode { get; set; }

    /// <summary>What <c>ssl</c> says, which stands beside <see cref="SslMode"/> or for it.</summary>
    public string? SslSwitch { get; set; }

    /// <summary>Prisma's word on certificates.</summary>
    public bool? IsStrict { get; set; }

    public string? RootCertificate { get; set; }

    public bool SendsCertificate { get; set; } = true;

    public SslProtocols? MinTls { get; set; }

    public SslProtocols? MaxTls { get; set; } = SslProtocols.Tls13;

    /// <summary>An address in libpq's words.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static DatabaseUrl Read(IEnumerable<(string Name, string Value)> parameters)
    {
        var draft = new AddressDraft(new NpgsqlConnectionStringBuilder());
        foreach (var (name, value) in parameters)
            AddressParameters.Set(draft, name, value);
        draft.SetHosts();
        draft.SetWaits();
        draft.SetSessionAttributes();
        draft.Settings.ApplicationName ??= draft.FallbackName;
        if (!draft.SendsCertificate)
            draft.Settings.SslCertificate = null;
        var certificate = draft.SetTls();
        return draft.Checked(certificate);
    }

    /// <summary>An address in Npgsql's words, with the meaning that they have there; but an authority that is named is asked.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static DatabaseUrl Read(NpgsqlConnectionStringBuilder settings)
    {
        var draft = new AddressDraft(settings) { SslMode = TlsNames.Of(settings.SslMode), RootCertificate = settings.RootCertificate };
        if (settings.Host?.Contains(',', StringComparison.Ordinal) != true)
            settings.TargetSessionAttributes = null;
        var certificate = draft.RootCertificate == ServerCertificate.System ? draft.SetTls() : draft.SetTlsOfNpgsql();
        return draft.Checked(certificate);
    }

    private void SetHosts()
    {
        var places = (HostAddresses ?? Hosts ?? "").Split(',');
        var ports = (Ports ?? "").Split(',');
        if (HostAddresses is not null && Hosts is not null && Hosts.Split(',').Length != places.Length)
            throw new FormatException("does not have as many hosts as hostaddr has addresses.");
        if (places.Length > 1 && places.Contains(""))
            throw new FormatException("names no host before a comma or behind it.");
        if (ports.Length != 1 && ports.Length != places.Length)
            throw new FormatException("does not have as many ports as hosts.");
        var numbers = Array.ConvertAll(ports, static port => port.Length == 0 ? NpgsqlConnection.DefaultPort : Port(port));
        if (places.Length == 1)
            (Settings.Host, Settings.Port) = (places[0], numbers[0]);
        else if (ports.Length == 1)
            (Settings.Host, Settings.Port) = (string.Join(',', places), numbers[0]);
        else
            Settings.Host = string.Join(',', places.Zip(numbers, DatabaseUrl.WithPort));
    }

    private static int Port(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65_536
            ? port
            : throw new FormatException("has a port that is no number from 1 to 65535.");

    private void SetWaits()
    {
        // Zero is for ever in libpq. The store has a limit of its own for it.
        if (ConnectTimeout is > 0 and var seconds)
            Settings.Timeout = Math.Min(seconds, MaxConnectTimeout);
        if (!IsKeptAlive || (KeepAliveIdle ?? KeepAliveInterval) is not > 0)
            return;
        Settings.TcpKeepAliveTime = KeepAliveIdle is > 0 and var idle ? idle : SystemIdle;
        Settings.TcpKeepAliveInterval = KeepAliveInterval is > 0 and var interval ? interval : 0;
    }

    /// <summary>A single server that takes no writes is found out at the start; the driver looks for one among several only.</summary>
    private void SetSessionAttributes()
    {
        if (Settings.Host!.Contains(',', StringComparison.Ordinal) && SessionAttributes is not null)
            Settings.TargetSessionAttributes = SessionAttributes;
    }

    private ServerCertificate SetTls()
    {
        var isSystem = RootCertificate == ServerCertificate.System;
        if (SslMode is not null && SslSwitch is not null && SslMode == "disable" != (SslSwitch == "disable"))
            throw new FormatException("says by ssl the contrary of what it says by sslmode: leave one out.");
        var mode = SslMode ?? SslSwitch ?? (isSystem ? "verify-full" : "prefer");
        if (IsStrict == true && mode is not ("disable" or TlsNames.Unverified))
            mode = "verify-full";
        else if (IsStrict is not null && (IsStrict == true || mode.StartsWith("verify", StringComparison.Ordinal)))
            throw new FormatException("says by sslaccept the contrary of what it says by sslmode: leave one out.");
        if (isSystem && mode != "verify-full")
            throw new FormatException("has sslrootcert=system, which needs sslmode=verify-full: anybody can get a certificate of those authorities for a host of his own.");
        if (mode == TlsNames.Unverified && RootCertificate is not null)
            throw new FormatException($"has sslrootcert beside sslmode={TlsNames.Unverified}, which asks no authority: leave one out, or write sslmode=verify-full.");
        if (MaxTls is null || MinTls > MaxTls)
            throw new FormatException("has an ssl_max_protocol_version that is too old: TLSv1.2 and TLSv1.3 are spoken.");

        // libpq ignores all of that for a socket file, which does not speak TLS.
        if (Settings.Host!.Split(',').All(static host => host.StartsWith('/') || host.StartsWith('@')))
            mode = "disable";
        var authorities = isSystem || mode == TlsNames.Unverified || IsStrict == false ? null : RootCertificate ?? ServerCertificate.DefaultAuthorities();
        if (mode == "verify-ca" && authorities is null)
            throw new FormatException("has sslmode=verify-ca without sslrootcert: name the file with the authority, or write sslmode=verify-full, which asks the system's.");
        var demand = (mode, authorities) switch
        {
            ("verify-full", _) => CertificateDemand.ChainAndName,
            (_, not null) => CertificateDemand.Chain,
            _ => CertificateDemand.Nothing,
        };
        return CertificateFor(mode, demand, authorities);
    }

    private ServerCertificate SetTlsOfNpgsql()
    {
        var demand = SslMode switch
        {
            "verify-full" => CertificateDemand.ChainAndName,
            _ when SslMode == "verify-ca" || RootCertificate is not null => CertificateDemand.Chain,
            _ => CertificateDemand.Nothing,
        };
        return CertificateFor(SslMode!, demand, RootCertificate ?? (demand == CertificateDemand.Nothing ? null : ServerCertificate.DefaultAuthorities()));
    }

    /// <summary>The driver is told no more than whether to encrypt: who the server is, is seen to here.</summary>
    private ServerCertificate CertificateFor(string mode, CertificateDemand demand, string? authorities)
    {
        Settings.RootCertificate = null;
        Settings.SslMode = mode switch
        {
            "disable" => Npgsql.SslMode.Disable,
            "allow" => Npgsql.SslMode.Allow,
            "prefer" => Npgsql.SslMode.Prefer,
            _ => Npgsql.SslMode.Require,
        };
        if (Settings.SslNegotiation == SslNegotiation.Direct && Settings.SslMode != Npgsql.SslMode.Require)
            throw new FormatException("has sslnegotiation=direct, which needs sslmode=require or more.");
        return new ServerCertificate(demand, authorities)
        {
            Protocols = (MinTls, MaxTls) switch
            {
                (null, SslProtocols.Tls13) => SslProtocols.None,
                (SslProtocols.Tls13, _) => SslProtocols.Tls13,
                (_, SslProtocols.Tls12) => SslProtocols.Tls12,
                _ => SslProtocols.Tls12 | SslProtocols.Tls13,
            },
            ChecksRevocation = Settings.CheckCertificateRevocation,
            Names = [.. HostAddresses is null || Hosts is null ? [] : HostAddresses.Split(',').Zip(Hosts.Split(','))],
        };
    }

    private DatabaseUrl Checked(ServerCertificate certificate)
    {
        if (string.IsNullOrEmpty(Settings.Host))
            throw new FormatException("names no host.");
        if (Settings.Host.AsSpan().ContainsAny(DatabaseUrl.InNoHost))
            throw new FormatException("cannot be read: its host has a sign in it that no host has. In libpq's form a value with blanks stands in single quotes.");

        // The driver binds where it is asked for SCRAM, and gives a bare password to a server that asks for that.
        if (Settings.ChannelBinding == ChannelBinding.Require)
            Settings.RequireAuth = "ScramSHA256";
        var isDatabaseNamed = !string.IsNullOrEmpty(Settings.Database);
        if (!isDatabaseNamed)
            Settings.Database = Settings.Username ?? throw new FormatException("names no database.");
        return new DatabaseUrl(Settings, certificate, PassedOver) { IsDatabaseNamed = isDatabaseNamed };
    }
}
