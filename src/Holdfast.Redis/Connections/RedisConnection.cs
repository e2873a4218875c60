using System.Net;
using System.Net.Security;
using Holdfast.Certificates;
using Holdfast.Conversations;
using Holdfast.Redis.Addresses;
using Holdfast.Redis.Scripts;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Holdfast.Redis.Connections;

/// <summary>
/// The one connection of a worker to Redis, which all operations share and which is made again by itself. Every operation has a
/// time limit and is tried three times; what it comes to is measured, and shown by health.
/// </summary>
public sealed partial class RedisConnection : IAsyncDisposable
{
    /// <summary>Tries of one operation.</summary>
    private const int Tries = 3;

    private const int KeepAliveSeconds = 10;

    /// <summary>The limit of connecting and of each try.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>A start is over within 10 s, with an answer or with an error.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(7.5);

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(250);

    private readonly RedisAddress _address;
    private readonly CertificateCheck _certificate;
    private readonly ConfigurationOptions _client;
    private readonly string _keyPrefix;
    private readonly MemoryHealth _health;
    private readonly RedisMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<RedisConnection> _logger;
    private ConnectionMultiplexer? _connection;

    /// <summary>Makes it; nothing is connected before <see cref="OpenAsync"/>.</summary>
    public RedisConnection(
        IOptions<RedisOptions> options, MemoryHealth health, RedisMetrics metrics, TimeProvider time, ILogger<RedisConnection> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_keyPrefix, _health, _metrics, _time, _logger) = (options.Value.KeyPrefix, health, metrics, time, logger);
        if (!RedisAddress.TryParse(options.Value.Url ?? "", out var address, out var problem))
            throw new ArgumentException($"Redis:Url {problem}", nameof(options));
        _address = address;
        _certificate = Demand(address, options.Value);
        _client = Configure(address);
        _client.CertificateValidation += (stream, certificate, chain, errors) => _certificate.Takes(certificate, chain, errors, (stream as SslStream)?.TargetHostName);
    }

    /// <summary>Where it leads, without secrets.</summary>
    public string Address => _address.ToString();

    /// <summary>Whether it is encrypted with whomever, because somebody said so.</summary>
    public bool TrustsAnyCertificate => _address.IsTls && _certificate.Demand == CertificateDemand.Nothing;

    /// <summary>Parameters of the address that mean nothing here, by name.</summary>
    public IReadOnlyList<string> PassedOver => _address.PassedOver;

    /// <summary>Connects, and makes sure that Redis does what it is asked. A Redis that is just starting is given some seconds.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RedisUnavailableException">It cannot be used.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        var began = _time.GetTimestamp();
        try
        {
            await FindHostsAsync(cancellationToken);
            _connection = await ConnectionMultiplexer.ConnectAsync(_client).WaitAsync(StartLimit, _time, cancellationToken);
        }
        catch (Exception e) when (RedisErrors.IsOne(e) || e is System.Net.Sockets.SocketException or IOException)
        {
            throw RedisErrors.Explain(_address, e, _certificate.Problem);
        }

        _connection.ConnectionFailed += OnLost;
        _connection.ConnectionRestored += OnRestored;
        while (true)
        {
            var left = StartLimit - _time.GetElapsedTime(began);
            try
            {
                await ProbeAsync().WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, _time, cancellationToken);
                LogConnected(Address);
                if (TrustsAnyCertificate)
                    LogAnyCertificate();
                if (PassedOver.Count > 0)
                    LogPassedOver(string.Join(", ", PassedOver));
                return;
            }
            catch (Exception e) when (RedisErrors.IsOne(e))
            {
                var error = RedisErrors.Explain(_address, e, _certificate.Problem);
                if (error.NeedsPerson || StartLimit - _time.GetElapsedTime(began) < FirstWait * 4)
                    throw error;
                LogNotYet(error.Message);
            }

            await Task.Delay(FirstWait, _time, cancellationToken);
        }
    }

    /// <summary>Asks whether it answers.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RedisUnavailableException">It does not.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken) =>
        await RunAsync("ping", static database => database.PingAsync(), tries: 1, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
    }

    /// <summary>Does something that may be done again when it is not known whether it was done.</summary>
    internal Task<T> RunAsync<T>(string operation, Func<IDatabase, Task<T>> work, CancellationToken cancellationToken) =>
        RunAsync(operation, work, Tries, cancellationToken);

    /// <summary>Does something, with as many tries.</summary>
    internal async Task<T> RunAsync<T>(string operation, Func<IDatabase, Task<T>> work, int tries, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var began = _time.GetTimestamp();
            try
            {
                var result = await work(Database).WaitAsync(Limit, _time, cancellationToken);
                _metrics.Tried(operation, "ok", _time.GetElapsedTime(began));
                _health.Reachable();
                return result;
            }
            catch (Exception e) when (RedisErrors.IsOne(e))
            {
                _metrics.Tried(operation, RedisErrors.KindOf(e), _time.GetElapsedTime(began));
                var error = RedisErrors.Explain(_address, e, _certificate.Problem);
                if (attempt >= tries || !error.IsTransient)
                {
                    if (error.IsTransient)
                        _health.Unreachable(error.Message);
                    throw error;
                }

                LogRetrying(operation, attempt, error.Message);
                _metrics.Retried(operation);
            }

            // By then the client has connected again, if it can.
            await Task.Delay(FirstWait * Math.Pow(3, attempt - 1), _time, cancellationToken);
        }
    }

    private IDatabase Database => (_connection ?? throw new InvalidOperationException("Redis is used before it was connected.")).GetDatabase();

    private static CertificateCheck Demand(RedisAddress address, RedisOptions options)
    {
        var file = string.IsNullOrEmpty(options.CertificateAuthority) ? address.CertificateAuthority : options.CertificateAuthority;
        var check = new CertificateCheck(
            !address.ChecksCertificate || options.TrustServerCertificate ? CertificateDemand.Nothing : address.ChecksHost ? CertificateDemand.ChainAndName : CertificateDemand.Chain,
            file is null ? null : new AuthorityFile(file)) { TrustsSystem = true };
        return check.Authorities?.Problem is not { } problem
            ? check
            : throw new RedisUnavailableException($"Redis:CertificateAuthority: {file} is no file with a certificate: it {problem}", isTransient: false, inner: null);
    }

    private ConfigurationOptions Configure(RedisAddress address)
    {
        var client = new ConfigurationOptions
        {
            ClientName = "holdfast",
            User = address.User,
            Password = address.Password,
            DefaultDatabase = address.Database,
            Ssl = address.IsTls,
            SslHost = address.TlsHost,
            ConnectTimeout = (int)Limit.TotalMilliseconds,
            AsyncTimeout = (int)Limit.TotalMilliseconds,
            SyncTimeout = (int)Limit.TotalMilliseconds,
            KeepAlive = KeepAliveSeconds,
            ConnectRetry = 1,
            ReconnectRetryPolicy = new LinearRetry(500),

            // We see to it ourselves whether it is there: at the start, and at every operation, which then fails at once.
            AbortOnConnectFail = false,
            BacklogPolicy = BacklogPolicy.FailFast,

            // Keys do not belong into errors, nor do the client's own keys and channels into a database that is shared.
            IncludeDetailInExceptions = false,
            TieBreaker = "",
            ConfigurationChannel = "",
            SetClientLibrary = false,
            CommandMap = CommandMap.Create(["SUBSCRIBE", "UNSUBSCRIBE", "PSUBSCRIBE", "PUNSUBSCRIBE"], available: false),
        };
        foreach (var endPoint in address.EndPoints)
            client.EndPoints.Add(endPoint);

        // A private authority seldom says which certificates it has revoked.
        client.CheckCertificateRevocation = _certificate.Authorities is null && _certificate.Demand != CertificateDemand.Nothing;
        return client;
    }

    /// <summary>The client says no more than that it could not connect when a name does not exist.</summary>
    private async Task FindHostsAsync(CancellationToken cancellationToken)
    {
        foreach (var endPoint in _address.EndPoints.OfType<DnsEndPoint>())
            await Dns.GetHostAddressesAsync(endPoint.Host, cancellationToken).WaitAsync(Limit, _time, cancellationToken);
    }

    /// <summary>What every run does first, on a key that no conversation has: it needs database, scripts and keys, as they do.</summary>
    private Task<RedisResult> ProbeAsync() => Database.ScriptEvaluateAsync(Script.Read, new MemoryKeys($"{_keyPrefix}slack_conv:probe").Both, [1]);

    private void OnLost(object? sender, ConnectionFailedEventArgs e)
    {
        _metrics.ConnectionLost(e.FailureType.ToString());
        LogLost(Address, e.FailureType);
    }

    private void OnRestored(object? sender, ConnectionFailedEventArgs e)
    {
        _metrics.Reconnected();
        LogRestored(Address);
    }

    [LoggerMessage(1500, LogLevel.Information, "Conversation memory is in Redis at {Address}")]
    private partial void LogConnected(string address);

    [LoggerMessage(1505, LogLevel.Warning, "Redis' certificate is not verified (Redis:TrustServerCertificate, or ssl_cert_reqs in REDIS_URL): anyone in between can read and answer everything")]
    private partial void LogAnyCertificate();

    [LoggerMessage(1506, LogLevel.Warning, "REDIS_URL has parameters that are ignored here: {Parameters}")]
    private partial void LogPassedOver(string parameters);

    [LoggerMessage(1501, LogLevel.Warning, "Waiting for Redis to start: {Problem}")]
    private partial void LogNotYet(string problem);

    [LoggerMessage(1502, LogLevel.Warning, "Redis, {Operation}: attempt {Attempt} failed and is repeated: {Problem}")]
    private partial void LogRetrying(string operation, int attempt, string problem);

    [LoggerMessage(1503, LogLevel.Warning, "The connection to Redis at {Address} was lost or failed ({Reason}); reconnecting")]
    private partial void LogLost(string address, ConnectionFailureType reason);

    [LoggerMessage(1504, LogLevel.Information, "The connection to Redis at {Address} is back")]
    private partial void LogRestored(string address);
}
